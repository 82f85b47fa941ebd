using System.Globalization;
using System.Text;

namespace NeuralNet.Text;

/// <summary>Composes or decomposes characters, as a normalization form of Unicode does.</summary>
internal sealed class UnicodeNormalizer(NormalizationForm form) : Normalizer
{
    /// <summary>
    /// True if the program has the tables of Unicode; in the invariant mode of globalization, each text is returned unchanged.
    /// </summary>
    private static readonly bool HasTables = "\u00E9".Normalize(NormalizationForm.FormD).Length == 2;

    /// <exception cref="InvalidOperationException">The program runs in the invariant mode of globalization, which cannot do it.</exception>
    public override AlignedText Apply(AlignedText text)
    {
        if (Ascii.IsValid(text.Text))
            return text;
        if (!HasTables)
            throw new InvalidOperationException($"The tokenizer normalizes texts to Unicode's {form}, which the invariant mode of .NET's "
                + "globalization cannot do. Run the program with ICU: set InvariantGlobalization to false in the project file, and do not "
                + "set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        if (text.Text.IsNormalized(form))
            return text;
        return text.HasRanges ? ApplyToSegments(text) : text.WithoutRanges(text.Text.Normalize(form));
    }

    /// <summary>
    /// Normalizes the parts of a text that do not act on each other: a character and the marks behind it. Each character of the result
    /// stands for the whole part.
    /// </summary>
    private AlignedText ApplyToSegments(AlignedText text)
    {
        var builder = new AlignedTextBuilder(text);
        string source = text.Text;
        for (int start = 0; start < source.Length;)
        {
            int end = SegmentEnd(source, start);
            string segment = source[start..end], normalized = segment.Normalize(form);
            if (segment == normalized)
                builder.AppendSource(start, end);
            else
                builder.Append(normalized, start, end);
            start = end;
        }

        return builder.Build();
    }

    private static int SegmentEnd(string text, int start)
    {
        int end = start + Characters.RuneAt(text, start).Utf16SequenceLength;
        while (end < text.Length && Characters.RuneAt(text, end) is var rune && ActsOnPrevious(rune))
            end += rune.Utf16SequenceLength;
        return end;
    }

    /// <summary>
    /// Returns whether a character may combine with the one before it: a mark, a vowel or final of Hangul, a halfwidth voiced mark.
    /// </summary>
    private static bool ActsOnPrevious(Rune rune) => rune.Value is (>= 0x1160 and <= 0x11FF) or 0xFF9E or 0xFF9F
        || (rune.Value >= 0x300 && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark);
}
