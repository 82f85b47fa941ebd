namespace NeuralNet.Text;

/// <summary>Applies several decoders one after the other.</summary>
internal sealed class DecoderSequence(Decoder[] decoders) : Decoder
{
    public override List<string> Apply(List<string> tokens)
    {
        foreach (Decoder decoder in decoders)
            tokens = decoder.Apply(tokens);
        return tokens;
    }
}
