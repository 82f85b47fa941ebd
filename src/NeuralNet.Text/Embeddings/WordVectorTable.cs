using System.Text;

namespace NeuralNet.Text;

/// <summary>Collects the vectors of needed words while a file is read.</summary>
internal sealed class WordVectorTable
{
    /// <summary>The maximum number of elements of a vector; a header may claim any.</summary>
    public const int MaxDimension = 1 << 16;

    private readonly HashSet<string> needed;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private char[] characters = new char[256];

    public WordVectorTable(IEnumerable<string> words, string origin)
    {
        Origin = origin;
        Words =
        [
            .. words.Select(word => word ?? throw new ArgumentException("A word is null.", nameof(words))).Distinct(StringComparer.Ordinal),
        ];
        needed = new HashSet<string>(Words, StringComparer.Ordinal);
        lookup = needed.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The name of the file, for messages.</summary>
    public string Origin { get; }

    /// <summary>The needed words, in their order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The vectors by words.</summary>
    public Dictionary<string, float[]> Vectors { get; } = new(StringComparer.Ordinal);

    /// <summary>The number of elements of each vector.</summary>
    public int Dimension { get; set; }

    /// <summary>Returns a needed word that has no vector yet; null for another one.</summary>
    public string? Find(ReadOnlySpan<byte> word)
    {
        if (characters.Length < word.Length)
            characters = new char[word.Length];
        int length = Encoding.UTF8.GetChars(word, characters);
        return lookup.TryGetValue(characters.AsSpan(0, length), out string? found) && !Vectors.ContainsKey(found) ? found : null;
    }
}
