namespace NeuralNet.Text;

/// <summary>Writes a space for the suffix that marks the end of a word. Hugging Face: decoders/bpe.rs.</summary>
internal sealed class SuffixDecoder(string suffix) : Decoder
{
    public override List<string> Apply(List<string> tokens) => suffix.Length == 0
        ? tokens
        : [.. tokens.Select((token, i) => token.Replace(suffix, i == tokens.Count - 1 ? "" : " ", StringComparison.Ordinal))];
}
