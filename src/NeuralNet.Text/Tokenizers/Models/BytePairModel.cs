using System.Text;
using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace NeuralNet.Text;

/// <summary>
/// Merges neighboring tokens of a word, beginning with its characters, in the order of the learned merges. Sennrich et al., "Neural machine
/// translation of rare words with subword units", 2016; Hugging Face: models/bpe.
/// </summary>
/// <remarks>
/// The merging is that of Microsoft.ML.Tokenizers. It has no words that are tokens without a merge (ignore_merges) and no bytes for unknown
/// characters (byte_fallback), so both are done here: a token for a byte takes part in no merge, so that the text between unknown
/// characters is merged by itself.
/// </remarks>
internal sealed class BytePairModel : TokenModel
{
    private readonly BpeTokenizer merging;
    private readonly bool ignoresMerges;
    private readonly int[]? bytes;

    private BytePairModel(Vocabulary vocabulary, BpeTokenizer merging, bool ignoresMerges, bool hasByteFallback)
    {
        (Vocabulary, this.merging, this.ignoresMerges) = (vocabulary, merging, ignoresMerges);
        bytes = hasByteFallback ? ByteTokens.Find(vocabulary) : null;
    }

    public override Vocabulary Vocabulary { get; }

    public static BytePairModel From(JsonSection section)
    {
        if (section.Find("dropout") is { } dropout && dropout.AsDouble() != 0)
            throw dropout.Error("merges that are left out at random (dropout) are for the training of a model; set it to null.");
        Vocabulary vocabulary = Vocabulary.Read(section.Get("vocab"));
        string? unknown = section.OptionalString("unk_token");
        if (unknown is not null)
            vocabulary.RequireUnknown(unknown, section);
        var options = new BpeOptions(vocabulary.Ids)
        {
            Merges = ReadMerges(section.Get("merges")),
            UnknownToken = unknown,
            FuseUnknownTokens = section.Boolean("fuse_unk", false),
            ContinuingSubwordPrefix = OptionalText(section, "continuing_subword_prefix"),
            EndOfWordSuffix = OptionalText(section, "end_of_word_suffix"),
        };
        return new BytePairModel(vocabulary, Create(options, section.Get("merges")), section.Boolean("ignore_merges", false),
            section.Boolean("byte_fallback", false));
    }

    public override void Encode(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        if (ignoresMerges && Vocabulary.Lookup.TryGetValue(word, out int id))
            pieces.Add(new Piece(id, 0, word.Length));
        else if (bytes is null)
            Merge(word, 0, word.Length, pieces);
        else
            MergeKnown(word, pieces);
    }

    /// <summary>Merges the text between the characters that the vocabulary lacks, for which the tokens of their bytes stand.</summary>
    private void MergeKnown(ReadOnlySpan<char> word, List<Piece> pieces)
    {
        int start = 0;
        for (int i = 0; i < word.Length;)
        {
            Rune rune = Characters.RuneAt(word, i);
            int end = i + rune.Utf16SequenceLength;
            if (!Vocabulary.Lookup.ContainsKey(word[i..end]) && ByteTokens.Has(bytes!, rune))
            {
                Merge(word, start, i, pieces);
                ByteTokens.Append(bytes!, word, i, end, pieces);
                start = end;
            }

            i = end;
        }

        Merge(word, start, word.Length, pieces);
    }

    private void Merge(ReadOnlySpan<char> word, int start, int end, List<Piece> pieces)
    {
        if (start == end)
            return;
        foreach (EncodedToken token in merging.EncodeToTokens(word[start..end], out _, considerPreTokenization: false))
            pieces.Add(new Piece(token.Id, start + token.Offset.Start.Value, start + token.Offset.End.Value));
    }

    /// <summary>Reads merges, as <c>"a b"</c> or <c>["a", "b"]</c>.</summary>
    private static string[] ReadMerges(JsonSection section) => Array.ConvertAll(section.Items(), merge =>
    {
        string[] parts = merge.Element.ValueKind == JsonValueKind.Array
            ? Array.ConvertAll(merge.Items(), item => item.AsString())
            : merge.AsString().Split(' ');
        return parts.Length == 2 && Array.TrueForAll(parts, part => part.Length > 0 && !part.Contains(' ', StringComparison.Ordinal))
            ? $"{parts[0]} {parts[1]}"
            : throw merge.Wrong("two tokens without spaces");
    });

    private static string? OptionalText(JsonSection section, string name) =>
        section.OptionalString(name) is { Length: > 0 } text ? text : null;

    private static BpeTokenizer Create(BpeOptions options, JsonSection merges)
    {
        try
        {
            return BpeTokenizer.Create(options);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or InvalidDataException
            or FormatException)
        {
            throw new InvalidDataException(merges.Error(exception.Message).Message, exception);
        }
    }
}
