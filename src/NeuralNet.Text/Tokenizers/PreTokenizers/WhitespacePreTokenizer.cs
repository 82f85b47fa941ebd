using System.Text;

namespace NeuralNet.Text;

/// <summary>
/// Finds words of letters and digits, and words of other signs: <c>\w+|[^\w\s]+</c>. The class \w of .NET has other characters than that of
/// Rust, so the classes are told apart here.
/// </summary>
internal sealed class WhitespacePreTokenizer : PreTokenizer
{
    public override SplitText Apply(SplitText text)
    {
        var words = new List<TextRange>(text.Words.Count);
        foreach (TextRange word in text.Words)
            Split(text.Text.Text, word, words);
        return text with { Words = words };
    }

    private static void Split(string text, TextRange word, List<TextRange> words)
    {
        (CharacterKind kind, int start) = (CharacterKind.Whitespace, word.Start);
        for (int i = word.Start; i < word.End;)
        {
            Rune rune = Characters.RuneAt(text, i);
            if (KindOf(rune) is var next && next != kind)
            {
                Add(i);
                (kind, start) = (next, i);
            }

            i += rune.Utf16SequenceLength;
        }

        Add(word.End);

        void Add(int end)
        {
            if (kind != CharacterKind.Whitespace && end > start)
                words.Add(new TextRange(start, end));
        }
    }

    private static CharacterKind KindOf(Rune rune) => Characters.IsWord(rune) ? CharacterKind.Word
        : Rune.IsWhiteSpace(rune) ? CharacterKind.Whitespace : CharacterKind.Other;

    private enum CharacterKind
    {
        Whitespace,
        Word,
        Other,
    }
}
