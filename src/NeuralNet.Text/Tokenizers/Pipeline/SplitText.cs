namespace NeuralNet.Text;

/// <summary>A text and the ranges of its words, of which each is tokenized by itself.</summary>
internal sealed record SplitText(AlignedText Text, List<TextRange> Words)
{
    /// <summary>Creates a text of one word.</summary>
    public static SplitText Whole(AlignedText text) => new(text, text.Text.Length == 0 ? [] : [new TextRange(0, text.Text.Length)]);

    public ReadOnlySpan<char> SpanOf(TextRange word) => Text.Text.AsSpan(word.Start, word.Length);
}
