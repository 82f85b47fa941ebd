namespace NeuralNet.Text;

/// <summary>Makes tokens of a word. Hugging Face: tokenizers/src/models.</summary>
internal abstract class TokenModel
{
    private const string Known = "BPE, Unigram, WordLevel, WordPiece";

    /// <summary>The tokens.</summary>
    public abstract Vocabulary Vocabulary { get; }

    /// <summary>Appends the tokens of a word, which is not empty.</summary>
    public abstract void Encode(ReadOnlySpan<char> word, List<Piece> pieces);

    /// <exception cref="InvalidDataException">The kind is not read, or a setting is wrong.</exception>
    public static TokenModel Read(JsonSection section) => TypeOf(section) switch
    {
        "BPE" => BytePairModel.From(section),
        "Unigram" => UnigramModel.From(section),
        "WordLevel" => WordLevelModel.From(section),
        "WordPiece" => WordPieceModel.From(section),
        _ => throw section.Unknown("model", Known),
    };

    /// <summary>Returns the kind, which older files do not name.</summary>
    private static string TypeOf(JsonSection section) => section.OptionalString("type")
        ?? (section.Find("merges") is not null ? "BPE"
            : section.Find("max_input_chars_per_word") is not null ? "WordPiece"
            : section.Get("vocab").Element.ValueKind == System.Text.Json.JsonValueKind.Array ? "Unigram" : "WordLevel");
}
