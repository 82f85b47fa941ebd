using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Computes sums over the rows of a row-major matrix, one for each column. Rows that a mask marks as padding are left out.
/// </summary>
internal static class FeatureStatistics
{
    /// <summary>Computes sum = Σ rows.</summary>
    public static void Sum(ReadOnlySpan<float> matrix, Tensor? mask, Span<float> sum)
    {
        if (mask is null)
            Rows.Sum(matrix, sum);
        else
            SumOfData(matrix, mask, sum);
    }

    /// <summary>Computes squares = Σ (row − mean)².</summary>
    public static void SumOfSquares(ReadOnlySpan<float> matrix, Tensor? mask, ReadOnlySpan<float> mean, Span<float> squares)
    {
        squares.Clear();
        Span<float> difference = stackalloc float[Math.Min(mean.Length, ElementwiseCost.StatisticsColumns)];
        for (int column = 0; column < mean.Length; column += difference.Length)
        {
            int width = Math.Min(difference.Length, mean.Length - column);
            ReadOnlySpan<float> center = mean.Slice(column, width);
            Span<float> sum = squares.Slice(column, width), part = difference[..width];
            for (int row = 0; row * mean.Length < matrix.Length; row++)
            {
                if (!IsData(mask, row))
                    continue;
                TensorPrimitives.Subtract(matrix.Slice(row * mean.Length + column, width), center, part);
                TensorPrimitives.MultiplyAdd(part, part, sum, sum);
            }
        }
    }

    /// <summary>Computes sum = Σ a·b over all rows of two matrices of one shape.</summary>
    public static void SumOfProducts(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sum)
    {
        sum.Clear();
        for (int start = 0; start < a.Length; start += sum.Length)
            TensorPrimitives.MultiplyAdd(a.Slice(start, sum.Length), b.Slice(start, sum.Length), sum, sum);
    }

    /// <summary>Returns the number of rows that are data.</summary>
    public static float CountData(Tensor? mask, int rows) => mask is null ? rows : TensorPrimitives.Sum<float>(mask.Data);

    public static bool IsData(Tensor? mask, int row) => mask is null || mask.Data[row] != 0;

    private static void SumOfData(ReadOnlySpan<float> matrix, Tensor mask, Span<float> sum)
    {
        sum.Clear();
        for (int row = 0; row < mask.Length; row++)
        {
            if (IsData(mask, row))
                TensorPrimitives.Add(sum, matrix.Slice(row * sum.Length, sum.Length), sum);
        }
    }
}
