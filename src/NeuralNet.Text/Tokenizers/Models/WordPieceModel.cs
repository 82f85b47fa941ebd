using System.Text;

namespace NeuralNet.Text;

/// <summary>
/// Takes the longest token of the vocabulary at the beginning of a word, then the longest continuation of the rest, and so on. Hugging
/// Face: models/wordpiece. <see cref="FastWordPiece"/> gives the same ids faster, but no ranges.
/// </summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> continuations;
    private readonly int unknownId;
    private readonly int maxTokenLength;

    public WordPieceModel(Vocabulary vocabulary, string unknownToken, string prefix, int maxWordLength, JsonSection section)
    {
        (Vocabulary, UnknownToken, Prefix, MaxWordLength) = (vocabulary, unknownToken, prefix, maxWordLength);
        unknownId = vocabulary.RequireUnknown(unknownToken, section);
        continuations = vocabulary.Ids.Where(token => token.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(token => token.Key[prefix.Length..], token => token.Value, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        maxTokenLength = vocabulary.Ids.Keys.Max(token => token.Length);
    }

    public override Vocabulary Vocabulary { get; }

    public string UnknownToken { get; }

    /// <summary>The beginning of tokens that continue a word: <c>##</c>.</summary>
    public string Prefix { get; }

    /// <summary>The number of characters of a word above which it is unknown.</summary>
    public int MaxWordLength { get; }

    public static WordPieceModel From(JsonSection section) => new(
        Vocabulary.Read(section.Get("vocab")), section.OptionalString("unk_token") ?? "[UNK]",
        section.OptionalString("continuing_subword_prefix") ?? "##", section.Int32("max_input_chars_per_word", 100), section);

    public override void Encode(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        int count = pieces.Count;
        if (!IsTooLong(word) && TryEncode(word, pieces))
            return;
        pieces.RemoveRange(count, pieces.Count - count);
        pieces.Add(new Piece(unknownId, 0, word.Length));
    }

    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= MaxWordLength)
            return false;
        int length = 0;
        foreach (Rune rune in word.EnumerateRunes())
            length++;
        return length > MaxWordLength;
    }

    private bool TryEncode(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        for (int start = 0; start < word.Length;)
        {
            var tokens = start == 0 ? Vocabulary.Lookup : continuations;
            int end = Math.Min(word.Length, start + maxTokenLength), id = 0;
            while (end > start && !tokens.TryGetValue(word[start..end], out id))
                end--;
            if (end == start)
                return false;
            pieces.Add(new Piece(id, start, end));
            start = end;
        }

        return true;
    }
}
