using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>A matrix of numbers, row by row.</summary>
internal sealed class NumericMatrix(int rows, int columns) : DesignMatrix(rows, columns)
{
    private readonly float[] values = new float[rows * columns];

    /// <summary>All values, row by row.</summary>
    public Span<float> Values => values;

    /// <summary>The values of a row.</summary>
    public Span<float> Row(int row) => values.AsSpan(row * Columns, Columns);

    public override void CopyRow(int row, Span<float> values) => Row(row).CopyTo(values);

    public override void Multiply(ReadOnlySpan<float> p, Span<float> product)
    {
        for (int row = 0; row < Rows; row++)
            product[row] = TensorPrimitives.Dot(Row(row), p);
    }

    public override void MultiplyTransposed(ReadOnlySpan<float> p, Span<float> product)
    {
        product.Clear();
        for (int row = 0; row < Rows; row++)
            TensorPrimitives.MultiplyAdd(Row(row), p[row], product, product);
    }

    public override void WeightedSquares(ReadOnlySpan<float> weights, ReadOnlySpan<float> sums, Span<float> squares)
    {
        float[] row = new float[Columns];
        squares.Clear();
        for (int i = 0; i < Rows; i++)
        {
            TensorPrimitives.Multiply(Row(i), Row(i), row);
            TensorPrimitives.MultiplyAdd(row, weights[i], squares, squares);
        }
    }
}
