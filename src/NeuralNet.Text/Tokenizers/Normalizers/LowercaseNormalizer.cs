using System.Text;

namespace NeuralNet.Text;

/// <summary>Replaces each character by its lowercase form, whatever its neighbours are.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    /// <summary>
    /// The only character whose lowercase form has two, as Unicode's SpecialCasing.txt has it: İ becomes i and a dot above.
    /// </summary>
    private const char DottedI = '\u0130';

    public override AlignedText Apply(AlignedText text)
    {
        ReadOnlySpan<char> source = text.Text;
        if (!text.HasRanges && !source.Contains(DottedI))
            return text.WithoutRanges(text.Text.ToLowerInvariant());
        var builder = new AlignedTextBuilder(text);
        Span<char> lower = stackalloc char[2];
        for (int i = 0; i < source.Length;)
        {
            Rune rune = Characters.RuneAt(source, i);
            int end = i + rune.Utf16SequenceLength;
            if (rune.Value == DottedI)
                builder.Append("i\u0307", i, end);
            else
                builder.Append(lower[..Rune.ToLowerInvariant(rune).EncodeToUtf16(lower)], i, end);
            i = end;
        }

        return builder.Build();
    }
}
