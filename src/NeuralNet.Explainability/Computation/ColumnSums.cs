using System.Numerics;

namespace NeuralNet.Explainability;

/// <summary>Sums over the rows of a row-major matrix for each of its columns, in double precision, a vector of columns at a time.</summary>
internal static class ColumnSums
{
    /// <summary>sums[c] += row[c].</summary>
    public static void Add(ReadOnlySpan<float> row, Span<double> sums) => AddWeighted(row, [1.0], sums);

    /// <summary>sums[c] += Σᵣ weights[r]·matrix[r, c].</summary>
    public static void AddWeighted(ReadOnlySpan<float> matrix, ReadOnlySpan<double> weights, Span<double> sums)
    {
        int width = sums.Length, length = weights.Length * width, column = 0;
        for (; column <= width - Vector<float>.Count; column += Vector<float>.Count)
        {
            Vector<double> lower = Vector<double>.Zero, upper = Vector<double>.Zero;
            for (int i = column, row = 0; i < length; i += width, row++)
            {
                Vector.Widen(new Vector<float>(matrix[i..]), out Vector<double> low, out Vector<double> high);
                var weight = new Vector<double>(weights[row]);
                lower = Vector.FusedMultiplyAdd(low, weight, lower);
                upper = Vector.FusedMultiplyAdd(high, weight, upper);
            }

            Add(lower, upper, sums[column..]);
        }

        for (; column < width; column++)
        {
            double sum = 0;
            for (int i = column, row = 0; i < length; i += width, row++)
                sum += weights[row] * matrix[i];
            sums[column] += sum;
        }
    }

    /// <summary>sums[c] += Σᵣ matrix[r, c], squares[c] += Σᵣ matrix[r, c]².</summary>
    public static void AddWithSquares(ReadOnlySpan<float> matrix, Span<double> sums, Span<double> squares)
    {
        int width = sums.Length, column = 0;
        for (; column <= width - Vector<float>.Count; column += Vector<float>.Count)
        {
            Vector<double> lower = Vector<double>.Zero, upper = Vector<double>.Zero;
            Vector<double> lowerSquares = Vector<double>.Zero, upperSquares = Vector<double>.Zero;
            for (int i = column; i < matrix.Length; i += width)
            {
                Vector.Widen(new Vector<float>(matrix[i..]), out Vector<double> low, out Vector<double> high);
                lower += low;
                upper += high;
                lowerSquares = Vector.FusedMultiplyAdd(low, low, lowerSquares);
                upperSquares = Vector.FusedMultiplyAdd(high, high, upperSquares);
            }

            Add(lower, upper, sums[column..]);
            Add(lowerSquares, upperSquares, squares[column..]);
        }

        for (; column < width; column++)
        {
            double sum = 0, square = 0;
            for (int i = column; i < matrix.Length; i += width)
            {
                sum += matrix[i];
                square += (double)matrix[i] * matrix[i];
            }

            sums[column] += sum;
            squares[column] += square;
        }
    }

    private static void Add(Vector<double> lower, Vector<double> upper, Span<double> sums)
    {
        (new Vector<double>(sums) + lower).CopyTo(sums);
        sums = sums[Vector<double>.Count..];
        (new Vector<double>(sums) + upper).CopyTo(sums);
    }
}
