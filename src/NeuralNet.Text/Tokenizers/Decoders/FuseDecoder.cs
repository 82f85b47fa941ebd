namespace NeuralNet.Text;

/// <summary>Joins all tokens to one, so that the next decoder sees the whole text.</summary>
internal sealed class FuseDecoder : Decoder
{
    public override List<string> Apply(List<string> tokens) => [string.Concat(tokens)];
}
