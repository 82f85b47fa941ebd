namespace NeuralNet.Text;

/// <summary>
/// Joins continuations to their words and writes spaces between words; the cleanup removes spaces before punctuation and English
/// contractions. Hugging Face: decoders/wordpiece.rs.
/// </summary>
internal sealed class WordPieceDecoder(string prefix, bool cleansUp) : Decoder
{
    private static readonly (string Before, string After)[] Cleanups =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"),
        (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    public override List<string> Apply(List<string> tokens) => [.. tokens.Select((token, i) => Decode(token, isFirst: i == 0))];

    private string Decode(string token, bool isFirst)
    {
        string part = isFirst ? token
            : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
        foreach ((string before, string after) in cleansUp ? Cleanups : [])
            part = part.Replace(before, after, StringComparison.Ordinal);
        return part;
    }
}
