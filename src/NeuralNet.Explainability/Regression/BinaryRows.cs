using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Explainability;

/// <summary>Coalitions as rows of zeros and ones.</summary>
internal static class BinaryRows
{
    /// <summary>Writes the zeros and ones of a row as numbers.</summary>
    public static void Expand(ReadOnlySpan<byte> row, Span<double> numbers)
    {
        int i = 0;
        for (; i <= row.Length - Vector512<byte>.Count; i += Vector512<byte>.Count)
        {
            (Vector512<ushort> low, Vector512<ushort> high) = Vector512.Widen(Vector512.Create(row[i..]));
            ExpandShorts(low, numbers[i..]);
            ExpandShorts(high, numbers[(i + Vector512<ushort>.Count)..]);
        }

        for (; i < row.Length; i++)
            numbers[i] = row[i];
    }

    /// <summary>The bytes of truth values.</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<bool> row) => MemoryMarshal.AsBytes(row);

    private static void ExpandShorts(Vector512<ushort> shorts, Span<double> numbers)
    {
        (Vector512<uint> low, Vector512<uint> high) = Vector512.Widen(shorts);
        ExpandInts(low, numbers);
        ExpandInts(high, numbers[Vector512<uint>.Count..]);
    }

    private static void ExpandInts(Vector512<uint> ints, Span<double> numbers)
    {
        (Vector512<ulong> low, Vector512<ulong> high) = Vector512.Widen(ints);
        Vector512.ConvertToDouble(low.AsInt64()).CopyTo(numbers);
        Vector512.ConvertToDouble(high.AsInt64()).CopyTo(numbers[Vector512<ulong>.Count..]);
    }
}
