using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Reduces the terms of each row to one value.</summary>
internal static class RowReduction
{
    /// <summary>means[i] = Σ terms of row i / row length. The two spans may be the same memory when rows have length 1.</summary>
    public static void Mean(ReadOnlySpan<float> terms, int rowLength, Span<float> means)
    {
        if (rowLength == 1)
        {
            terms.CopyTo(means);
            return;
        }

        for (int i = 0; i < means.Length; i++)
            means[i] = TensorPrimitives.Sum(terms.Slice(i * rowLength, rowLength)) / rowLength;
    }
}
