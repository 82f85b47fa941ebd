using System.Text;

namespace NeuralNet.Text;

/// <summary>Splits words at the characters of a class, each of which is a match.</summary>
internal sealed class CharacterSplit(Func<Rune, bool> isMatch, SplitBehavior behavior) : PreTokenizer
{
    public static CharacterSplit OfWhitespace() => new(Rune.IsWhiteSpace, SplitBehavior.Removed);

    public static CharacterSplit OfPunctuation(SplitBehavior behavior) => new(Characters.IsPunctuation, behavior);

    /// <param name="isIndividual">Whether each digit is a word; else a number is one.</param>
    public static CharacterSplit OfDigits(bool isIndividual) =>
        new(Rune.IsNumber, isIndividual ? SplitBehavior.Isolated : SplitBehavior.Contiguous);

    public static CharacterSplit OfDelimiter(char delimiter) => new(rune => rune.Value == delimiter, SplitBehavior.Removed);

    public override SplitText Apply(SplitText text)
    {
        List<TextRange> words = new(text.Words.Count), matches = [];
        foreach (TextRange word in text.Words)
        {
            matches.Clear();
            FindMatches(text.Text.Text, word, matches);
            SplitBehaviors.Split(word, matches, behavior, isInverted: false, words);
        }

        return text with { Words = words };
    }

    private void FindMatches(string text, TextRange word, List<TextRange> matches)
    {
        for (int i = word.Start; i < word.End;)
        {
            Rune rune = Characters.RuneAt(text, i);
            int end = i + rune.Utf16SequenceLength;
            if (isMatch(rune))
                matches.Add(new TextRange(i, end));
            i = end;
        }
    }
}
