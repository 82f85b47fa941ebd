using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Passes over the rows of a row-major matrix.</summary>
internal static class Rows
{
    /// <summary>Adds one vector to every row.</summary>
    public static void Add(Span<float> matrix, ReadOnlySpan<float> vector)
    {
        for (int start = 0; start < matrix.Length; start += vector.Length)
        {
            Span<float> row = matrix.Slice(start, vector.Length);
            TensorPrimitives.Add(row, vector, row);
        }
    }

    /// <summary>Sums the rows into one vector; the first row overwrites what was there.</summary>
    public static void Sum(ReadOnlySpan<float> matrix, Span<float> sum)
    {
        matrix[..sum.Length].CopyTo(sum);
        for (int start = sum.Length; start < matrix.Length; start += sum.Length)
            TensorPrimitives.Add(sum, matrix.Slice(start, sum.Length), sum);
    }
}
