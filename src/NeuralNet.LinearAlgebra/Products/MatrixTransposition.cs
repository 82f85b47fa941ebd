namespace NeuralNet.LinearAlgebra;

/// <summary>Transposes matrices: from storage by rows to storage by columns, and back.</summary>
public static class MatrixTransposition
{
    /// <summary>Writes the columns of a matrix as the rows of another one.</summary>
    /// <param name="source">The matrix, row after row.</param>
    /// <param name="sourceStride">The distance from one row of the source to the next; at least the number of columns.</param>
    /// <param name="rows">The number of rows of the source.</param>
    /// <param name="columns">The number of columns of the source.</param>
    /// <param name="destination">The transposed matrix, row after row, apart from the source.</param>
    /// <param name="destinationStride">
    /// The distance from one row of the destination to the next; at least the number of rows of the source.
    /// </param>
    /// <exception cref="ArgumentException">A size is negative, a stride is too small, or a span is too short.</exception>
    public static unsafe void Transpose(
        ReadOnlySpan<float> source, int sourceStride, int rows, int columns, Span<float> destination, int destinationStride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (rows == 0 || columns == 0)
            return;
        RequireFit(source.Length, sourceStride, rows, columns, nameof(source));
        RequireFit(destination.Length, destinationStride, columns, rows, nameof(destination));
        fixed (float* from = source, to = destination)
            PanelPacker<float>.Copy(new MatrixView<float>(from, sourceStride, 1), rows, columns, to, destinationStride);
    }

    private static void RequireFit(int length, int stride, int rows, int columns, string name)
    {
        if (stride < columns)
            throw new ArgumentException($"Rows of {columns} values are at least as far apart; the stride of the {name} is {stride}.", name);
        long extent = ((long)(rows - 1) * stride) + columns;
        if (length < extent)
            throw new ArgumentException($"{rows} rows of {columns} values, {stride} apart, take {extent} values; the {name} has {length}.",
                name);
    }
}
