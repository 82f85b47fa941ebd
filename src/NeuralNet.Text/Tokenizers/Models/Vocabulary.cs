namespace NeuralNet.Text;

/// <summary>The tokens of a model and their ids.</summary>
internal sealed class Vocabulary
{
    /// <summary>The maximum number of ids, which float32 tells apart.</summary>
    public const int MaxSize = 1 << 24;

    private readonly Dictionary<string, int> idOf;
    private readonly Dictionary<int, string> tokenOf;

    private Vocabulary(Dictionary<string, int> idOf)
    {
        this.idOf = idOf;
        tokenOf = new Dictionary<int, string>(idOf.Count);
        foreach ((string token, int id) in idOf)
        {
            tokenOf[id] = token;
            Size = Math.Max(Size, id + 1);
        }

        Lookup = idOf.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The ids by parts of a text.</summary>
    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }

    public IReadOnlyDictionary<string, int> Ids => idOf;

    /// <summary>The highest id plus one.</summary>
    public int Size { get; }

    /// <summary>Reads an object of ids by tokens.</summary>
    /// <exception cref="InvalidDataException">It has no tokens, or an id is wrong.</exception>
    public static Vocabulary Read(JsonSection section)
    {
        var idOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string token, JsonSection id) in section.Entries())
            idOf[token] = id.AsInt32(MaxSize - 1);
        return idOf.Count > 0 ? new Vocabulary(idOf) : throw section.Error("the vocabulary has no tokens.");
    }

    /// <summary>Creates a vocabulary of tokens in the order of their ids; of a token that occurs twice, the last id counts.</summary>
    public static Vocabulary Of(IReadOnlyList<string> tokens)
    {
        var idOf = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < tokens.Count; id++)
            idOf[tokens[id]] = id;
        return new Vocabulary(idOf);
    }

    public int? IdOf(string token) => idOf.TryGetValue(token, out int id) ? id : null;

    public string? TokenOf(int id) => tokenOf.GetValueOrDefault(id);

    /// <summary>Returns the id of the token that stands for unknown words.</summary>
    /// <exception cref="InvalidDataException">The vocabulary lacks it.</exception>
    public int RequireUnknown(string token, JsonSection section) => IdOf(token)
        ?? throw section.Error($"the vocabulary lacks the token of unknown words, '{JsonSection.Shorten(token)}'.");
}
