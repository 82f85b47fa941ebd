using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Explainability;

/// <summary>Rows of zeros and ones, a byte each: an eighth of the memory of doubles, which large sums are bound by.</summary>
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

    /// <inheritdoc cref="Expand(ReadOnlySpan{byte}, Span{double})"/>
    public static void Expand(ReadOnlySpan<byte> row, Span<float> numbers) => TensorPrimitives.ConvertTruncating(row, numbers);

    /// <summary>Writes numbers that are 0 or 1 as bytes.</summary>
    public static void Pack(ReadOnlySpan<float> numbers, Span<byte> bytes)
    {
        int i = 0;
        for (; i <= numbers.Length - Vector512<byte>.Count; i += Vector512<byte>.Count)
            Vector512.Narrow(PackShorts(numbers[i..]), PackShorts(numbers[(i + Vector512<ushort>.Count)..])).CopyTo(bytes[i..]);
        for (; i < numbers.Length; i++)
            bytes[i] = (byte)numbers[i];
    }

    /// <summary>The bytes of truth values.</summary>
    public static ReadOnlySpan<byte> Bytes(ReadOnlySpan<bool> row) => MemoryMarshal.AsBytes(row);

    private static Vector512<ushort> PackShorts(ReadOnlySpan<float> numbers) => Vector512.Narrow(
        Vector512.ConvertToInt32(Vector512.Create(numbers)).AsUInt32(),
        Vector512.ConvertToInt32(Vector512.Create(numbers[Vector512<float>.Count..])).AsUInt32());

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
