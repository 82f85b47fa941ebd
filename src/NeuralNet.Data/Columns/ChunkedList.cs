using System.Runtime.CompilerServices;

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
    private int countInFull;
    private int used;

    /// <summary>The number of elements.</summary>
    public int Count => countInFull + used;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value)
    {
        T[] chunk = current;
        int index = used;
        if ((uint)index >= (uint)chunk.Length)
            (chunk, index) = (StartChunk(), 0);
        chunk[index] = value;
        used = index + 1;
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
        (current, countInFull, used) = ([], 0, 0);
        return all;
    }

    private T[] StartChunk()
    {
        if (used > 0)
        {
            full.Add(current);
            countInFull += used;
        }

        current = new T[Math.Clamp(used * 2, FirstLength, MaxLength)];
        return current;
    }
}
