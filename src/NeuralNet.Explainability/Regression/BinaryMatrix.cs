namespace NeuralNet.Explainability;

/// <summary>A matrix X of zeros and ones, for fast products with it and with Xᵀ in single precision.</summary>
internal sealed class BinaryMatrix(int rows, int columns) : DesignMatrix(rows, columns)
{
    private readonly BitPanels matrix = new(rows, columns), transposed = new(columns, rows);

    /// <summary>32 columns of a row; the first is the lowest bit.</summary>
    public ref uint Word(int row, int word) => ref matrix.Word(row, word);

    /// <summary>Writes one value.</summary>
    public void Set(int row, int column, bool value)
    {
        uint bit = 1u << (column % BitPanels.WordBits);
        ref uint word = ref Word(row, column / BitPanels.WordBits);
        word = value ? word | bit : word & ~bit;
    }

    /// <summary>Writes the values of sixteen columns; the first is a multiple of sixteen, and its bit the lowest.</summary>
    public void SetSixteen(int row, int first, uint bits)
    {
        ref uint word = ref Word(row, first / BitPanels.WordBits);
        word = first % BitPanels.WordBits == 0 ? (word & 0xFFFF0000) | bits : (word & 0xFFFF) | bits << 16;
    }

    /// <summary>The number of ones in a row.</summary>
    public int Count(int row) => matrix.Count(row);

    /// <summary>Has to be called after values were written and before Xᵀ is asked for.</summary>
    public void Transpose() => matrix.TransposeTo(transposed);

    public override void CopyRow(int row, Span<float> values)
    {
        for (int column = 0; column < Columns; column++)
            values[column] = Word(row, column / BitPanels.WordBits) >> (column % BitPanels.WordBits) & 1;
    }

    public override void Multiply(ReadOnlySpan<float> p, Span<float> product) => matrix.Multiply(p, product);

    public override void MultiplyTransposed(ReadOnlySpan<float> p, Span<float> product) => transposed.Multiply(p, product);

    public override void WeightedSquares(ReadOnlySpan<float> weights, ReadOnlySpan<float> sums, Span<float> squares) =>
        sums.CopyTo(squares);
}
