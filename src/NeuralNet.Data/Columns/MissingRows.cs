namespace NeuralNet.Data;

/// <summary>The rows of a column that have no value: one bit for each row up to the last of them.</summary>
internal sealed class MissingRows
{
    private const int WordBits = 64;

    private ulong[] words = new ulong[1];

    /// <summary>The number of rows without a value.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row, which must come after those added before.</summary>
    public void Add(int row)
    {
        int word = row / WordBits;
        if (word >= words.Length)
            Array.Resize(ref words, Math.Max(word + 1, words.Length * 2));
        words[word] |= 1UL << row;
        Count++;
    }

    public bool Contains(int row) => row / WordBits is int word && word < words.Length && (words[word] >> row & 1) != 0;
}
