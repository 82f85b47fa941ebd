using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace NeuralNet;

/// <summary>
/// Passes over the rows of a row-major matrix. Rows that are shorter than a few vectors are joined to one long row.
/// </summary>
internal static class Rows
{
    /// <summary>Adds one vector to every row.</summary>
    [SkipLocalsInit]
    public static void Add(Span<float> matrix, ReadOnlySpan<float> vector)
    {
        Span<float> joined = stackalloc float[ElementwiseCost.JoinedRow];
        scoped ReadOnlySpan<float> addend = vector;
        if (vector.Length <= ElementwiseCost.JoinedRow / 2)
        {
            joined = joined[..JoinedLengthOf(vector.Length, matrix.Length)];
            Repeat(vector, joined);
            addend = joined;
        }

        for (int start = 0; start < matrix.Length; start += addend.Length)
        {
            Span<float> rows = matrix.Slice(start, Math.Min(addend.Length, matrix.Length - start));
            TensorPrimitives.Add(rows, addend[..rows.Length], rows);
        }
    }

    /// <summary>Sums the rows into one vector, which is overwritten.</summary>
    [SkipLocalsInit]
    public static void Sum(ReadOnlySpan<float> matrix, Span<float> sum)
    {
        Span<float> joined = stackalloc float[ElementwiseCost.JoinedRow];
        bool areShort = sum.Length <= ElementwiseCost.JoinedRow / 2;
        Span<float> partial = areShort ? joined[..JoinedLengthOf(sum.Length, matrix.Length)] : sum;

        matrix[..partial.Length].CopyTo(partial);
        int start = partial.Length;
        for (; start <= matrix.Length - partial.Length; start += partial.Length)
            TensorPrimitives.Add(partial, matrix.Slice(start, partial.Length), partial);
        Span<float> head = partial[..(matrix.Length - start)];
        TensorPrimitives.Add(head, matrix[start..], head);
        if (areShort)
            Fold(partial, sum);
    }

    /// <summary>Returns the number of elements of a joined row: whole rows, no more than the matrix has.</summary>
    private static int JoinedLengthOf(int rowLength, int matrixLength) =>
        Math.Min(ElementwiseCost.JoinedRow / rowLength * rowLength, matrixLength);

    private static void Repeat(ReadOnlySpan<float> vector, Span<float> joined)
    {
        vector.CopyTo(joined);
        for (int filled = vector.Length; filled < joined.Length; filled *= 2)
            joined[..Math.Min(filled, joined.Length - filled)].CopyTo(joined[filled..]);
    }

    private static void Fold(ReadOnlySpan<float> joined, Span<float> sum)
    {
        joined[..sum.Length].CopyTo(sum);
        for (int start = sum.Length; start < joined.Length; start += sum.Length)
        {
            for (int i = 0; i < sum.Length; i++)
                sum[i] += joined[start + i];
        }
    }
}
