namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Memory for copies of one operand: arrays of exactly as many elements as the matrix, row after row, kept by length for the next product.
/// </summary>
internal sealed class CompactCopies
{
    // The number of different lengths that alternate without an allocation; one more drops all arrays.
    private const int MaxLengths = 64;

    private readonly Dictionary<int, float[]> arrays = [];

    /// <summary>Returns an array of a length, as the last user left it.</summary>
    /// <exception cref="ArgumentException">An array cannot be that long.</exception>
    public float[] Rent(in MatrixOperand operand, string name)
    {
        long length = (long)operand.Rows * operand.Columns;
        if (length > Array.MaxLength)
            throw new ArgumentException(
                $"The provider takes operand {name} as a copy only, which would have {length} elements; an array holds at most "
                    + $"{Array.MaxLength}.", name);
        if (arrays.TryGetValue((int)length, out float[]? array))
            return array;
        if (arrays.Count == MaxLengths)
            arrays.Clear();
        return arrays[(int)length] = new float[length];
    }

    /// <summary>Copies matrix <paramref name="index"/> of a batch into an array.</summary>
    public static void Read(in MatrixOperand source, int index, float[] destination)
    {
        for (int row = 0; row < source.Rows; row++)
            source.Row(index, row).CopyTo(destination.AsSpan(row * source.Columns));
    }

    /// <summary>Copies an array into matrix <paramref name="index"/> of a batch.</summary>
    public static void Write(float[] source, in MatrixOperand destination, int index)
    {
        for (int row = 0; row < destination.Rows; row++)
            source.AsSpan(row * destination.Columns, destination.Columns).CopyTo(destination.Row(index, row));
    }
}
