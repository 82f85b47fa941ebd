using System.Text;

namespace NeuralNet.Text;

/// <summary>
/// Removes control characters, writes spaces for white space and around Chinese characters, removes accents and changes to lowercase, as
/// told. Hugging Face: normalizers/bert.rs.
/// </summary>
internal sealed class BertNormalizer(bool cleansText, bool isolatesChinese, bool stripsAccents, bool lowercases) : Normalizer
{
    private static readonly UnicodeNormalizer Decomposition = new(NormalizationForm.FormD);
    private static readonly AccentStripper Accents = new(onlyNonSpacing: true);
    private static readonly LowercaseNormalizer Lowercase = new();

    public static BertNormalizer From(JsonSection section)
    {
        bool lowercases = section.Boolean("lowercase", true);
        return new BertNormalizer(section.Boolean("clean_text", true), section.Boolean("handle_chinese_chars", true),
            section.OptionalBoolean("strip_accents") ?? lowercases, lowercases);
    }

    /// <summary>Gets a value indicating whether the settings are those of BERT's uncased or cased models.</summary>
    public bool IsUsual => cleansText && isolatesChinese && stripsAccents == lowercases;

    public bool Lowercases => lowercases;

    public override AlignedText Apply(AlignedText text)
    {
        if (cleansText || isolatesChinese)
            text = Clean(text);
        if (stripsAccents)
            text = Accents.Apply(Decomposition.Apply(text));
        return lowercases ? Lowercase.Apply(text) : text;
    }

    private AlignedText Clean(AlignedText text)
    {
        ReadOnlySpan<char> source = text.Text;
        var builder = new AlignedTextBuilder(text);
        for (int i = 0; i < source.Length;)
        {
            Rune rune = Characters.RuneAt(source, i);
            int end = i + rune.Utf16SequenceLength;
            if (isolatesChinese && Characters.IsChinese(rune.Value))
                AppendIsolated(builder, i, end);
            else if (!cleansText || !IsRemoved(rune))
                builder.Append(cleansText && Rune.IsWhiteSpace(rune) ? " " : source[i..end], i, end);
            i = end;
        }

        return builder.Build();
    }

    /// <summary>Returns whether a character is left out: a control character that is no tab or end of line, or U+FFFD.</summary>
    private static bool IsRemoved(Rune rune) =>
        rune == Rune.ReplacementChar || (Characters.IsOther(rune) && rune.Value is not ('\t' or '\n' or '\r'));

    private static void AppendIsolated(AlignedTextBuilder builder, int start, int end)
    {
        builder.Append(' ', start, end);
        builder.AppendSource(start, end);
        builder.Append(' ', start, end);
    }
}
