using System.Runtime.CompilerServices;

namespace NeuralNet.Data;

/// <summary>
/// A list that grows by chunks, so that it never holds twice the memory of its elements, as a list that doubles one array does. If the
/// expected number of elements is reserved, they are in one chunk and are not copied.
/// </summary>
internal sealed class ChunkedList<T>
{
    private const int FirstLength = 1 << 10;
    private const int MaxLength = 1 << 16;

    /// <summary>The fraction of a chunk that may stay unused in the result, as the divisor of its length.</summary>
    private const int SlackDivisor = 8;

    private readonly List<T[]> full = [];
    private T[] current = [];
    private int countInFull;
    private int used;

    /// <summary>The number of elements.</summary>
    public int Count => countInFull + used;

    /// <summary>Allocates one chunk for the number of elements that is expected.</summary>
    public void Reserve(int count)
    {
        if (count <= countInFull + current.Length)
            return;
        (current, used) = (Concatenated(count), Count);
        full.Clear();
        countInFull = 0;
    }

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
    public ArraySegment<T> TakeAll()
    {
        bool isOneChunk = full.Count == 0 && current.Length - used <= current.Length / SlackDivisor;
        var all = new ArraySegment<T>(isOneChunk ? current : Concatenated(Count), 0, Count);
        full.Clear();
        (current, countInFull, used) = ([], 0, 0);
        return all;
    }

    /// <summary>Copies the elements to a new array of the given length.</summary>
    private T[] Concatenated(int length)
    {
        var all = new T[length];
        int start = 0;
        foreach (T[] chunk in full)
        {
            chunk.CopyTo(all, start);
            start += chunk.Length;
        }

        Array.Copy(current, 0, all, start, Count - start);
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
