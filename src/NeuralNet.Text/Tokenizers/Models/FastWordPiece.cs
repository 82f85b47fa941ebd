using System.Buffers;
using System.Text;
using FastBertTokenizer;

namespace NeuralNet.Text;

/// <summary>
/// Finds the ids of a whole text by FastBertTokenizer: the normalizer, pre-tokenizer and model of BERT in one pass, several times as fast
/// as one after the other.
/// </summary>
internal sealed class FastWordPiece
{
    private const int MaxWordLength = 100;

    private readonly BertTokenizer tokenizer;

    private FastWordPiece(BertTokenizer tokenizer) => this.tokenizer = tokenizer;

    /// <summary>Creates the tokenizer; null if the settings are not those of BERT, which are the only ones that the package has.</summary>
    public static FastWordPiece? TryCreate(Normalizer? normalizer, PreTokenizer? preTokenizer, TokenModel model)
    {
        if (normalizer is not BertNormalizer { IsUsual: true } bert || preTokenizer is not BertPreTokenizer
            || model is not WordPieceModel { Prefix: "##", MaxWordLength: MaxWordLength } wordPiece)
            return null;
        string[] required = [wordPiece.UnknownToken, "[CLS]", "[SEP]", "[PAD]"];
        Vocabulary vocabulary = model.Vocabulary;
        if (vocabulary.Size != vocabulary.Ids.Count || Array.Exists(required, token => vocabulary.IdOf(token) is null)
            || vocabulary.Ids.Keys.Any(token => token.Length == 0 || token.AsSpan().ContainsAny('\r', '\n')))
            return null;
        var lines = new StringBuilder();
        for (int id = 0; id < vocabulary.Size; id++)
            lines.Append(vocabulary.TokenOf(id)).Append('\n');
        var tokenizer = new BertTokenizer();
        tokenizer.LoadVocabulary(new StringReader(lines.ToString()), bert.Lowercases, wordPiece.UnknownToken, "[CLS]", "[SEP]", "[PAD]",
            NormalizationForm.FormD);
        return new FastWordPiece(tokenizer);
    }

    /// <summary>
    /// Returns whether the package gives Hugging Face's ids for a text: it splits at vertical tabs and form feeds, which BERT removes, it
    /// knows no maximum length of a word, and its classes of characters beyond ASCII are those of another version of Unicode.
    /// </summary>
    public static bool CanEncode(string text)
    {
        int length = 0;
        foreach (char character in text)
        {
            if (character is >= '\u0080' or '\v' or '\f')
                return false;
            length = char.IsWhiteSpace(character) || char.IsPunctuation(character) || char.IsSymbol(character) ? 0 : length + 1;
            if (length > MaxWordLength)
                return false;
        }

        return true;
    }

    /// <summary>Appends the tokens of a text, without their names and ranges.</summary>
    public void Append(string text, int typeId, List<Token> tokens)
    {
        long[] ids = ArrayPool<long>.Shared.Rent(text.Length + 2), mask = ArrayPool<long>.Shared.Rent(text.Length + 2);
        try
        {
            int count = tokenizer.Encode(text, ids.AsSpan(0, text.Length + 2), mask.AsSpan(0, text.Length + 2));
            for (int i = 1; i < count - 1; i++)
                tokens.Add(new Token((int)ids[i], "", 0, 0, typeId));
        }
        finally
        {
            ArrayPool<long>.Shared.Return(ids);
            ArrayPool<long>.Shared.Return(mask);
        }
    }
}
