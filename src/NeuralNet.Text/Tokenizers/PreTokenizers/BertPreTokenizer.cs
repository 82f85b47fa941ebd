namespace NeuralNet.Text;

/// <summary>
/// Splits at white space, which is dropped, and at punctuation, of which each sign is a word. Hugging Face: pre_tokenizers/bert.rs.
/// </summary>
internal sealed class BertPreTokenizer : PreTokenizer
{
    private static readonly CharacterSplit Whitespace = CharacterSplit.OfWhitespace();
    private static readonly CharacterSplit Punctuation = CharacterSplit.OfPunctuation(SplitBehavior.Isolated);

    public override SplitText Apply(SplitText text) => Punctuation.Apply(Whitespace.Apply(text));
}
