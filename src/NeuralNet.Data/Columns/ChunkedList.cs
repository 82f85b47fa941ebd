namespace NeuralNet.Data;

/// <summary>
/// A list that grows by chunks, so that it never holds twice the memory of its elements, as a list that doubles one array does.
/// </summary>
internal sealed class ChunkedList<T>
{
    private const int FirstLength = 1 << 10;
    private const int MaxLength = 1 << 16;

    private readonly List<T[]> full = [];
    private T[] current = [];
    private int used;

    /// <summary>The number of elements.</summary>
    public int Count { get; private set; }

    public void Add(T value)
    {
        if (used == current.Length)
            StartChunk();
        current[used++] = value;
        Count++;
    }

    /// <summary>Returns the elements, and empties the list.</summary>
    public T[] TakeAll()
    {
        var all = new T[Count];
        int start = 0;
        foreach (T[] chunk in full)
        {
            chunk.CopyTo(all, start);
            start += chunk.Length;
        }

        Array.Copy(current, 0, all, start, used);
        full.Clear();
        (current, used, Count) = ([], 0, 0);
        return all;
    }

    private void StartChunk()
    {
        if (used > 0)
            full.Add(current);
        current = new T[Math.Clamp(used * 2, FirstLength, MaxLength)];
        used = 0;
    }
}
