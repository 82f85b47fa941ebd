using System.Text;
using System.Text.RegularExpressions;

namespace NeuralNet.Text;

/// <summary>
/// Splits as GPT-2 does, and writes each byte of the UTF-8 text as a printable character. Hugging Face: pre_tokenizers/byte_level.rs.
/// </summary>
internal sealed partial class ByteLevelPreTokenizer(bool addsPrefixSpace, bool splits) : PreTokenizer
{
    private static readonly PatternSplit Words = new(new RegexPattern(Expression()), SplitBehavior.Isolated, isInverted: false);

    public override SplitText Apply(SplitText text)
    {
        if (addsPrefixSpace)
            text = AddSpaces(text);
        return ToBytes(splits ? Words.Apply(text) : text);
    }

    private static SplitText AddSpaces(SplitText text)
    {
        var builder = new AlignedTextBuilder(text.Text);
        var words = new List<TextRange>(text.Words.Count);
        foreach (TextRange word in text.Words)
        {
            int start = builder.Length;
            if (text.Text.Text[word.Start] != ' ')
                builder.Append(' ', word.Start, word.Start + Characters.RuneAt(text.Text.Text, word.Start).Utf16SequenceLength);
            builder.AppendSource(word.Start, word.End);
            words.Add(new TextRange(start, builder.Length));
        }

        return new SplitText(builder.Build(), words);
    }

    private static SplitText ToBytes(SplitText text)
    {
        var builder = new AlignedTextBuilder(text.Text);
        var words = new List<TextRange>(text.Words.Count);
        foreach (TextRange word in text.Words)
        {
            int start = builder.Length;
            AppendBytes(builder, text.Text.Text, word);
            words.Add(new TextRange(start, builder.Length));
        }

        return new SplitText(builder.Build(), words);
    }

    private static void AppendBytes(AlignedTextBuilder builder, string text, TextRange word)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int i = word.Start; i < word.End;)
        {
            Rune rune = Characters.RuneAt(text, i);
            int end = i + rune.Utf16SequenceLength;
            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
                builder.Append(ByteLevelAlphabet.Characters[value], i, end);
            i = end;
        }
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Expression();
}
