namespace NeuralNet.Text;

/// <summary>
/// The added tokens of a tokenizer. Those that are not normalized are found in the text itself, the others in the normalized text.
/// Hugging Face: tokenizer/added_vocabulary.rs.
/// </summary>
internal sealed class AddedVocabulary
{
    private readonly Normalizer? normalizer;
    private readonly AddedTokenFinder? literal;
    private readonly AddedTokenFinder? normalized;
    private readonly Dictionary<int, AddedToken> tokenOf = [];
    private readonly Dictionary<string, AddedToken> byContent = new(StringComparer.Ordinal);

    public AddedVocabulary(IEnumerable<AddedToken> tokens, Normalizer? normalizer)
    {
        this.normalizer = normalizer;
        foreach (AddedToken token in tokens.Where(token => token.Content.Length > 0))
            (tokenOf[token.Id], byContent[token.Content]) = (token, token);
        literal = FinderOf(byContent.Values.Where(token => !token.IsNormalized), token => token.Content);
        normalized = FinderOf(byContent.Values.Where(token => token.IsNormalized),
            token => Normalize(AlignedText.Of(token.Content, hasRanges: false)).Text);
    }

    public IReadOnlyDictionary<string, AddedToken> Tokens => byContent;

    public AddedToken? Find(int id) => tokenOf.GetValueOrDefault(id);

    /// <summary>Splits a text at the added tokens, and normalizes the text between them.</summary>
    public IEnumerable<(AddedToken? Token, AlignedText Text)> Split(AlignedText text)
    {
        foreach ((AddedToken? token, AlignedText part) in SplitLiteral(text))
        {
            if (token is not null)
            {
                yield return (token, part);
                continue;
            }

            foreach ((AddedToken?, AlignedText) inner in Split(Normalize(part), normalized))
                yield return inner;
        }
    }

    /// <summary>Returns the normalized text.</summary>
    public AlignedText Normalize(AlignedText text) => normalizer?.Apply(text) ?? text;

    /// <summary>Splits a text at the added tokens that are not normalized. The text between them is not normalized either.</summary>
    public IEnumerable<(AddedToken? Token, AlignedText Text)> SplitLiteral(AlignedText text) => Split(text, literal);

    private static IEnumerable<(AddedToken? Token, AlignedText Text)> Split(AlignedText text, AddedTokenFinder? finder)
    {
        if (finder is null)
        {
            yield return (null, text);
            yield break;
        }

        foreach ((AddedToken? token, TextRange range) in finder.Split(text.Text))
            yield return (token, text.Slice(range.Start, range.End));
    }

    private static AddedTokenFinder? FinderOf(IEnumerable<AddedToken> tokens, Func<AddedToken, string> textOf)
    {
        var byText = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach (AddedToken token in tokens)
        {
            if (textOf(token) is { Length: > 0 } text)
                byText[text] = token;
        }

        return byText.Count > 0 ? new AddedTokenFinder(byText) : null;
    }
}
