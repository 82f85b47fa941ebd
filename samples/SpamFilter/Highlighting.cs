using NeuralNet.Text;

/// <summary>Writes a text with the words that drove a decision: red and marked by + for spam, green and marked by − for ham.</summary>
internal static class Highlighting
{
    /// <summary>The minimum of a contribution that is shown, as a fraction of the largest one.</summary>
    private const float MinFraction = 0.3f;

    private const string Red = "\e[1;31m", Green = "\e[1;32m", Plain = "\e[0m";

    public static string Of(TextExplanation explanation)
    {
        float max = explanation.Words.Select(word => Math.Abs(word.Contribution)).DefaultIfEmpty().Max();
        string text = "";
        int end = 0;
        foreach (WordContribution word in explanation.Words.Where(word => Math.Abs(word.Contribution) > MinFraction * max))
        {
            text += explanation.Text[end..word.Start] + Marked(word);
            end = word.Start + word.Word.Length;
        }

        return text + explanation.Text[end..];
    }

    private static string Marked(WordContribution word)
    {
        string marked = $"{(word.Contribution > 0 ? "+" : "−")}{word.Word}";
        return Console.IsOutputRedirected ? marked : $"{(word.Contribution > 0 ? Red : Green)}{marked}{Plain}";
    }
}
