namespace NeuralNet.Text;

/// <summary>Splits words at the matches of a pattern.</summary>
internal sealed class PatternSplit(TextPattern pattern, SplitBehavior behavior, bool isInverted) : PreTokenizer
{
    public override SplitText Apply(SplitText text)
    {
        List<TextRange> words = new(text.Words.Count), matches = [];
        foreach (TextRange word in text.Words)
        {
            matches.Clear();
            pattern.FindMatches(text.Text.Text, word, matches);
            SplitBehaviors.Split(word, matches, behavior, isInverted, words);
        }

        return text with { Words = words };
    }
}
