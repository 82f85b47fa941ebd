using System.Globalization;

namespace NeuralNet.Plotting;

/// <summary>
/// The colours of a theme, as hexadecimal digits. The series are told apart with red-green and blue-yellow blindness too, and each
/// stands out from the surface by a contrast of at least 3, texts by at least 4.5 (WCAG 2.2, 1.4.3 and 1.4.11).
/// </summary>
internal sealed record Palette(string Surface, string Text, string Muted, string Axis, string Grid, IReadOnlyList<string> Series)
{
    /// <summary>The number of colours from low to high in which values are painted that have no surface to fade into.</summary>
    public const int Steps = 9;

    public static Palette Light { get; } = new(
        Surface: "ffffff", Text: "1b1f24", Muted: "5b636d", Axis: "8a929c", Grid: "e6e9ed",
        ["0072b2", "e04800", "08936c", "9f4582", "8f8f1f", "3b4046", "4494c3", "8c8894"]);

    public static Palette Dark { get; } = new(
        Surface: "14171c", Text: "e9ecf0", Muted: "a1a9b3", Axis: "757e89", Grid: "2a2f37",
        ["4da9e8", "f57f2a", "25d990", "c98bb8", "eed839", "e4e7eb", "9ae2ff", "7f8690"]);

    /// <summary>What lowers: blue.</summary>
    public string Lower => Series[0];

    /// <summary>What raises: vermilion.</summary>
    public string Raise => Series[1];

    /// <summary>A colour between low (0) and high (<see cref="Steps"/> − 1).</summary>
    public string Step(int step)
    {
        Span<byte> low = stackalloc byte[3], high = stackalloc byte[3];
        Convert.FromHexString(Lower, low, out _, out _);
        Convert.FromHexString(Raise, high, out _, out _);
        string mixed = "";
        for (int channel = 0; channel < 3; channel++)
        {
            int value = (low[channel] * (Steps - 1 - step) + high[channel] * step) / (Steps - 1);
            mixed += value.ToString("x2", CultureInfo.InvariantCulture);
        }

        return mixed;
    }
}
