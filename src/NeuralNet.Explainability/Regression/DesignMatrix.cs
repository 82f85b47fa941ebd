namespace NeuralNet.Explainability;

/// <summary>Some rows of the matrix X of a regression: a row for each example, a column for each feature.</summary>
internal sealed class DesignMatrix(int rows, int columns)
{
    private readonly float[] values = new float[rows * columns];

    /// <summary>The number of rows.</summary>
    public int Rows => rows;

    /// <summary>The number of columns.</summary>
    public int Columns => columns;

    /// <summary>All values, row by row.</summary>
    public Span<float> Values => values;

    /// <summary>The values of a row.</summary>
    public Span<float> Row(int row) => values.AsSpan(row * columns, columns);
}
