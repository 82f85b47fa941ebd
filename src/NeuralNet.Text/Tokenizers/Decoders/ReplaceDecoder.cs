namespace NeuralNet.Text;

/// <summary>Replaces the matches of a pattern in each token by a text.</summary>
internal sealed class ReplaceDecoder(TextPattern pattern, string content) : Decoder
{
    private readonly ReplaceNormalizer replacement = new(pattern, content);

    public override List<string> Apply(List<string> tokens) =>
        tokens.ConvertAll(token => replacement.Apply(AlignedText.Of(token, hasRanges: false)).Text);
}
