namespace NeuralNet.Text;

/// <summary>Writes a space for each ▁, and none for those of the first token, before which the pre-tokenizer wrote one.</summary>
internal sealed class MetaspaceDecoder(char replacement, PrependScheme scheme) : Decoder
{
    public override List<string> Apply(List<string> tokens)
    {
        string mark = replacement.ToString();
        return
        [
            .. tokens.Select((token, i) => token.Replace(
                mark, i == 0 && scheme != PrependScheme.Never ? "" : " ", StringComparison.Ordinal)),
        ];
    }
}
