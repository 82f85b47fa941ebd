using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace NeuralNet.Text;

/// <summary>
/// Merges neighboring tokens of a word, beginning with its characters, in the order of the learned merges. Sennrich et al., "Neural machine
/// translation of rare words with subword units", 2016; Hugging Face: models/bpe.
/// </summary>
/// <remarks>
/// Words of usual length are merged by Microsoft.ML.Tokenizers, which remembers them. It lacks words that are tokens without a merge
/// (ignore_merges) and bytes for unknown characters (byte_fallback), and its time grows with the square of the length of a word, so these
/// are done here.
/// </remarks>
internal sealed class BytePairModel : TokenModel
{
    /// <summary>The length up to which the package merges a word.</summary>
    private const int MaxUsualLength = 256;

    private readonly BpeTokenizer usual;
    private readonly BytePairMerges merges;
    private readonly string prefix;
    private readonly string suffix;
    private readonly int? unknownId;
    private readonly bool fusesUnknown;
    private readonly bool ignoresMerges;
    private readonly int[]? bytes;

    private BytePairModel(JsonSection section)
    {
        Vocabulary = Vocabulary.Read(section.Get("vocab"));
        (prefix, suffix) = (section.OptionalString("continuing_subword_prefix") ?? "", section.OptionalString("end_of_word_suffix") ?? "");
        string? unknown = section.OptionalString("unk_token");
        unknownId = unknown is null ? null : Vocabulary.RequireUnknown(unknown, section);
        fusesUnknown = section.Boolean("fuse_unk", false);
        ignoresMerges = section.Boolean("ignore_merges", false);
        bytes = section.Boolean("byte_fallback", false) ? ByteTokens.Find(Vocabulary) : null;
        (string First, string Second)[] pairs = ReadMerges(section.Get("merges"));
        merges = new BytePairMerges(pairs, Vocabulary, prefix.Length, section.Get("merges"));
        usual = BpeTokenizer.Create(new BpeOptions(Vocabulary.Ids)
        {
            Merges = pairs.Select(pair => $"{pair.First} {pair.Second}"),
            UnknownToken = unknown,
            FuseUnknownTokens = fusesUnknown,
            ContinuingSubwordPrefix = prefix.Length > 0 ? prefix : null,
            EndOfWordSuffix = suffix.Length > 0 ? suffix : null,
        });
    }

    public override Vocabulary Vocabulary { get; }

    public static BytePairModel From(JsonSection section) => section.Find("dropout") is { } dropout && dropout.AsDouble() != 0
        ? throw dropout.Error("merges that are left out at random (dropout) are for the training of a model; set it to null.")
        : new BytePairModel(section);

    public override void Encode(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        if (ignoresMerges && Vocabulary.Lookup.TryGetValue(word, out int id))
        {
            pieces.Add(new Piece(id, 0, word.Length));
        }
        else if (bytes is not null || word.Length > MaxUsualLength || !TryMergeUsual(word, pieces))
        {
            Merge(word, pieces);
        }
    }

    /// <summary>
    /// Appends the tokens that the package makes of a word; returns false if it left out unknown characters, after which its ranges are
    /// wrong.
    /// </summary>
    private bool TryMergeUsual(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        IReadOnlyList<EncodedToken> tokens = usual.EncodeToTokens(word, out _, considerPreTokenization: false);
        if (tokens.Count == 0 || tokens[^1].Offset.End.Value != word.Length)
            return false;
        foreach (EncodedToken token in tokens)
            pieces.Add(new Piece(token.Id, token.Offset.Start.Value, token.Offset.End.Value));
        return true;
    }

    /// <summary>Appends the tokens of a word of any length.</summary>
    public void Merge(ReadOnlySpan<char> word, List<Piece> pieces) =>
        merges.Merge(CollectionsMarshal.AsSpan(CharactersOf(word)), pieces);

    /// <summary>
    /// Returns the tokens of the characters of a word: an unknown one has those of its bytes, the unknown token, or none.
    /// </summary>
    private List<Piece> CharactersOf(ReadOnlySpan<char> word)
    {
        var pieces = new List<Piece>(word.Length);
        char[] token = new char[prefix.Length + 2 + suffix.Length];
        int unknownEnd = -1;
        for (int start = 0; start < word.Length;)
        {
            Rune rune = Characters.RuneAt(word, start);
            int end = start + rune.Utf16SequenceLength;
            if (Vocabulary.Lookup.TryGetValue(TokenOf(word, start, end, token), out int id))
                pieces.Add(new Piece(id, start, end));
            else if (bytes is not null && ByteTokens.Has(bytes, rune))
                ByteTokens.Append(bytes, word, start, end, pieces);
            else if (unknownEnd == start && fusesUnknown)
                pieces[^1] = pieces[^1] with { End = unknownEnd = end };
            else if (unknownId is int unknown)
                pieces.Add(new Piece(unknown, start, unknownEnd = end));
            start = end;
        }

        return pieces;
    }

    /// <summary>Returns a character with the prefix of a continuation and the suffix of an end, in the given memory.</summary>
    private ReadOnlySpan<char> TokenOf(ReadOnlySpan<char> word, int start, int end, Span<char> token)
    {
        if (prefix.Length + suffix.Length == 0)
            return word[start..end];
        int length = 0;
        if (start > 0)
            Add(prefix, token);
        Add(word[start..end], token);
        if (end == word.Length)
            Add(suffix, token);
        return token[..length];

        void Add(ReadOnlySpan<char> part, Span<char> token)
        {
            part.CopyTo(token[length..]);
            length += part.Length;
        }
    }

    /// <summary>Reads merges, as <c>"a b"</c> or <c>["a", "b"]</c>.</summary>
    private static (string First, string Second)[] ReadMerges(JsonSection section) => Array.ConvertAll(section.Items(), merge =>
    {
        string[] parts = merge.Element.ValueKind == JsonValueKind.Array
            ? Array.ConvertAll(merge.Items(), item => item.AsString())
            : merge.AsString().Split(' ');
        return parts.Length == 2 && Array.TrueForAll(parts, part => part.Length > 0 && !part.Contains(' ', StringComparison.Ordinal))
            ? (parts[0], parts[1])
            : throw merge.Wrong("two tokens without spaces");
    });
}
