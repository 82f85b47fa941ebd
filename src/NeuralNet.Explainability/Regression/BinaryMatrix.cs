using System.Numerics;

namespace NeuralNet.Explainability;

/// <summary>A matrix X of zeros and ones, for fast products with it and with Xᵀ in single precision.</summary>
internal sealed class BinaryMatrix(int rows, int columns)
{
    private readonly BitPanels matrix = new(rows, columns), transposed = new(columns, rows);

    public int Rows => rows;

    public int Columns => columns;

    /// <summary>32 columns of a row; the first is the lowest bit.</summary>
    public ref uint Word(int row, int word) => ref matrix.Word(row, word);

    /// <summary>The number of ones in a row.</summary>
    public int Count(int row) => matrix.Count(row);

    /// <summary>Makes all values 0.</summary>
    public void Clear() => matrix.Clear();

    /// <summary>Has to be called after values were written and before Xᵀ is asked for.</summary>
    public void Transpose() => matrix.TransposeTo(transposed);

    /// <summary>product ← X·p.</summary>
    public void Multiply(ReadOnlySpan<float> p, Span<float> product) => matrix.Multiply(p, product);

    /// <summary>product ← Xᵀ·p.</summary>
    public void MultiplyTransposed(ReadOnlySpan<float> p, Span<float> product) => transposed.Multiply(p, product);

    /// <summary>The sum of the values of p where a row is 1, in double precision.</summary>
    public double Dot(int row, ReadOnlySpan<double> p)
    {
        double sum = 0;
        for (int word = 0; word < BitPanels.Words(columns); word++)
        {
            for (uint bits = Word(row, word); bits != 0; bits &= bits - 1)
                sum += p[word * BitPanels.WordBits + BitOperations.TrailingZeroCount(bits)];
        }

        return sum;
    }

    /// <summary>Adds a number to the sums where a row is 1, in double precision.</summary>
    public void Add(int row, double value, Span<double> sums)
    {
        for (int word = 0; word < BitPanels.Words(columns); word++)
        {
            for (uint bits = Word(row, word); bits != 0; bits &= bits - 1)
                sums[word * BitPanels.WordBits + BitOperations.TrailingZeroCount(bits)] += value;
        }
    }
}
