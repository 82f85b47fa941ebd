using System.Text;

namespace NeuralNet.Plotting;

/// <summary>
/// Estimates the width of text: the reader's font is not known, so the widths are those of Helvetica in classes of letters, with a small
/// reserve.
/// </summary>
internal static class TextMeasure
{
    private const double Reserve = 1.06;

    /// <summary>The advance of every letter of a fixed-width font, as a share of its size.</summary>
    public const double FixedAdvance = 0.61;

    public static double Width(string text, double size)
    {
        double width = 0;
        foreach (Rune rune in text.EnumerateRunes())
            width += Advance(rune.Value);
        return width * size * Reserve;
    }

    public static double Widest(IEnumerable<string> texts, double size) => texts.Select(text => Width(text, size)).DefaultIfEmpty(0).Max();

    /// <summary>The text, or as much of its beginning as has room, with an ellipsis.</summary>
    public static string Fit(string text, double room, double size)
    {
        if (Width(text, size) <= room)
            return text;
        Rune[] runes = [.. text.EnumerateRunes()];
        int kept = runes.Length;
        double width = Width(text, size) + Width("…", size);
        while (kept > 0 && width > room)
            width -= Advance(runes[--kept].Value) * size * Reserve;
        return string.Concat(runes.Take(kept)).TrimEnd() + "…";
    }

    private static double Advance(int character) => character switch
    {
        'i' or 'j' or 'l' or '\'' or '|' or '.' or ',' or ':' or ';' or '!' => 0.25,
        'f' or 't' or 'I' or ' ' or '(' or ')' or '[' or ']' or '/' or '\\' or '-' => 0.3,
        'r' or '"' or '*' or '`' => 0.36,
        'm' or 'M' or '%' or '—' or '…' => 0.88,
        'w' => 0.72,
        'W' or '@' => 0.98,
        >= 'A' and <= 'Z' => 0.69,
        >= 0x2E80 => 1,
        _ => 0.56,
    };
}
