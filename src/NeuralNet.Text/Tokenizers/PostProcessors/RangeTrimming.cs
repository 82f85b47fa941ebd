namespace NeuralNet.Text;

/// <summary>
/// Leaves out white space at the ends of the ranges of byte-level tokens: the range of <c>Ġworld</c> is that of <c>world</c>. Hugging Face:
/// pre_tokenizers/byte_level.rs, process_offsets.
/// </summary>
/// <param name="keepsPrefix">Whether one space of the first token stands for nothing, because the pre-tokenizer added it.</param>
internal sealed class RangeTrimming(bool keepsPrefix)
{
    /// <summary>Returns the trimming of a post-processor; null if it trims nothing.</summary>
    public static RangeTrimming? Read(JsonSection section) => section.Boolean("trim_offsets", true)
        ? new RangeTrimming(section.Boolean("add_prefix_space", true))
        : null;

    /// <summary>Returns the range of a token without white space.</summary>
    /// <param name="range">The range.</param>
    /// <param name="token">The token, or the part of the text in which an added token was found.</param>
    /// <param name="isFirst">Whether the token is the first of its text.</param>
    public TextRange Trim(TextRange range, ReadOnlySpan<char> token, bool isFirst)
    {
        int leading = 0, trailing = 0;
        while (leading < token.Length && IsSpace(token[leading]))
            leading++;
        while (trailing < token.Length && IsSpace(token[^(trailing + 1)]))
            trailing++;
        if (leading == 1 && keepsPrefix && (isFirst || range.Start == 0))
            leading = 0;
        int start = Math.Min(range.Start + leading, range.End);
        return new TextRange(start, trailing == token.Length ? start : Math.Max(range.End - trailing, start));
    }

    private static bool IsSpace(char character) => character == ByteLevelAlphabet.Characters[' '] || char.IsWhiteSpace(character);
}
