namespace NeuralNet.Explainability;

/// <summary>Some rows of the matrix X of a regression: a row for each example, a column for each feature.</summary>
internal abstract class DesignMatrix(int rows, int columns)
{
    public int Rows => rows;

    public int Columns => columns;

    /// <summary>Writes the values of a row.</summary>
    public abstract void CopyRow(int row, Span<float> values);

    /// <summary>product ← X·p.</summary>
    public abstract void Multiply(ReadOnlySpan<float> p, Span<float> product);

    /// <summary>product ← Xᵀ·p.</summary>
    public abstract void MultiplyTransposed(ReadOnlySpan<float> p, Span<float> product);

    /// <summary>squares ← Σ w·x² for each column.</summary>
    /// <param name="weights">A weight for each row.</param>
    /// <param name="sums">Σ w·x for each column, which is known.</param>
    /// <param name="squares">Receives the sums of squares.</param>
    public abstract void WeightedSquares(ReadOnlySpan<float> weights, ReadOnlySpan<float> sums, Span<float> squares);
}
