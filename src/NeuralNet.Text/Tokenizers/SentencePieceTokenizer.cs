using System.Text.Json.Nodes;
using Microsoft.ML.Tokenizers;
using SentencePiece = Microsoft.ML.Tokenizers.SentencePieceTokenizer;

namespace NeuralNet.Text;

/// <summary>A tokenizer of a SentencePiece model, as Microsoft.ML.Tokenizers reads it.</summary>
internal sealed class SentencePieceTokenizer : Tokenizer
{
    /// <summary>The value of <c>type</c> in the JSON of the tokenizer.</summary>
    public const string TypeName = "SentencePiece";

    private const char Space = '▁';

    private readonly SentencePiece model;
    private readonly byte[] content;
    private readonly Dictionary<int, string> tokenOf;
    private readonly HashSet<int> special;
    private readonly bool addsBeginning;
    private readonly bool addsEnd;

    /// <exception cref="InvalidDataException">The content is no SentencePiece model.</exception>
    public SentencePieceTokenizer(byte[] content, bool addsBeginning, bool addsEnd, string origin)
    {
        (this.content, this.addsBeginning, this.addsEnd) = (content, addsBeginning, addsEnd);
        model = Create(content, origin);
        tokenOf = model.Vocabulary.ToDictionary(token => token.Value, token => token.Key);
        if (tokenOf.Count == 0)
            throw new InvalidDataException($"{origin}: the vocabulary has no tokens.");
        VocabularySize = tokenOf.Keys.Max() + 1;
        special = [model.UnknownId, model.BeginningOfSentenceId, model.EndOfSentenceId];
    }

    public override int VocabularySize { get; }

    internal override Padding? Padding => null;

    internal override Truncation? Truncation => null;

    /// <summary>Reads the JSON that <see cref="ToJson"/> returns.</summary>
    public static SentencePieceTokenizer Read(JsonSection file, string origin)
    {
        byte[] content = file.Get("model").Element.TryGetBytesFromBase64(out byte[]? bytes)
            ? bytes
            : throw file.Get("model").Wrong("the bytes of a SentencePiece model in base64");
        return new SentencePieceTokenizer(content, file.Boolean("add_bos", true), file.Boolean("add_eos", false), origin);
    }

    public override string ToJson() => new JsonObject
    {
        ["type"] = TypeName,
        ["add_bos"] = addsBeginning,
        ["add_eos"] = addsEnd,
        ["model"] = Convert.ToBase64String(content),
    }.ToJsonString();

    public override int? IdOf(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return model.Vocabulary.TryGetValue(token, out int id) ? id : null;
    }

    private protected override string? FindToken(int id) => tokenOf.GetValueOrDefault(id);

    private protected override bool IsSpecial(int id) => special.Contains(id);

    private protected override List<Token> TokenizeCore(
        string text, string? pair, bool addSpecialTokens, Truncation? truncation, bool needsRanges)
    {
        List<Token> first = TokensOf(text, typeId: 0, needsRanges);
        List<Token>? second = pair is null ? null : TokensOf(pair, typeId: 1, needsRanges);
        int added = addSpecialTokens ? (pair is null ? 1 : 2) * ((addsBeginning ? 1 : 0) + (addsEnd ? 1 : 0)) : 0;
        truncation?.Apply(first, second, added);
        var tokens = new List<Token>(first.Count + (second?.Count ?? 0) + added);
        Append(tokens, first, typeId: 0, addSpecialTokens);
        if (second is not null)
            Append(tokens, second, typeId: 1, addSpecialTokens);
        return tokens;
    }

    private protected override string DecodeCore(List<int> ids) => model.Decode(ids, considerSpecialTokens: true);

    private void Append(List<Token> tokens, List<Token> text, int typeId, bool addSpecialTokens)
    {
        if (addSpecialTokens && addsBeginning)
            tokens.Add(Special(model.BeginningOfSentenceId));
        tokens.AddRange(text);
        if (addSpecialTokens && addsEnd)
            tokens.Add(Special(model.EndOfSentenceId));

        Token Special(int id) => new(id, tokenOf[id], 0, 0, typeId, IsSpecial: true);
    }

    private List<Token> TokensOf(string text, int typeId, bool needsRanges)
    {
        if (text.Length == 0)
            return [];
        IReadOnlyList<EncodedToken> found = model.EncodeToTokens(text, out string? normalized, addBeginningOfSentence: false,
            addEndOfSentence: false);
        int? shift = needsRanges ? ShiftOf(text, normalized) : null;
        var tokens = new List<Token>(found.Count);
        foreach (EncodedToken token in found)
        {
            TextRange range = shift is int prefix
                ? new TextRange(Math.Max(token.Offset.Start.Value - prefix, 0), Math.Max(token.Offset.End.Value - prefix, 0))
                : default;
            if (token.Id == model.UnknownId && tokens.Count > 0 && tokens[^1].Id == token.Id)
            {
                // SentencePiece makes one unknown token of neighbors, and Microsoft.ML.Tokenizers one of each character.
                tokens[^1] = tokens[^1] with { End = range.End };
                continue;
            }

            string name = needsRanges ? tokenOf.GetValueOrDefault(token.Id, token.Value) : "";
            tokens.Add(new Token(token.Id, name, range.Start, range.End, typeId));
        }

        return tokens;
    }

    /// <summary>Returns the number of characters before the text in its normalized form; null if more than that is different.</summary>
    private static int? ShiftOf(string text, string? normalized)
    {
        if (normalized is null)
            return 0;
        int shift = normalized.Length - text.Length;
        return shift is 0 or 1 && normalized.Replace(Space, ' ').AsSpan(shift).SequenceEqual(text.Replace(Space, ' ')) ? shift : null;
    }

    private static SentencePiece Create(byte[] content, string origin)
    {
        if (content.Length == 0)
            throw new InvalidDataException($"{origin}: the file is empty.");
        try
        {
            return SentencePiece.Create(new MemoryStream(content), addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (NullReferenceException exception)
        {
            throw new InvalidDataException(
                $"{origin}: the file is no SentencePiece model that can be read: it lacks settings that each model has.", exception);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The package lets whatever a damaged model causes escape: errors of Protobuf, of its own checks, of indices and keys.
            throw new InvalidDataException(
                $"{origin}: the file is no SentencePiece model that can be read. {exception.Message}", exception);
        }
    }
}
