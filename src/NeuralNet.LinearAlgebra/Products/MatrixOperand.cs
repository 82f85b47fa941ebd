using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A row-major matrix, or a batch of matrices of one shape, inside an array: element (r, c) of matrix i is
/// <c>Buffer[Offset + i·BatchStride + r·RowStride + c]</c>. A view of an array; it copies nothing.
/// </summary>
/// <param name="Buffer">The array that holds the elements; it may hold others before, between and after them.</param>
/// <param name="Offset">The index of the first element of the first matrix.</param>
/// <param name="Rows">The number of rows as stored, before a transposition.</param>
/// <param name="Columns">The number of columns as stored, before a transposition.</param>
/// <param name="RowStride">
/// The distance from one row to the next in elements. Rows of an input may overlap or repeat (a stride below <paramref name="Columns"/>,
/// as for the patches of a one-dimensional convolution); rows of a result may not.
/// </param>
/// <param name="IsTransposed">Whether the product uses the transpose of the stored matrix.</param>
/// <param name="BatchStride">The distance from one matrix of a batch to the next in elements; 0 uses the same matrix each time.</param>
[method: MethodImpl(MethodImplOptions.AggressiveInlining)]
public readonly record struct MatrixOperand(
    float[] Buffer, int Offset, int Rows, int Columns, int RowStride, bool IsTransposed = false, int BatchStride = 0)
{
    internal bool IsEmpty => Rows == 0 || Columns == 0;

    /// <summary>The number of elements from the first of a matrix to its last, both included; meaningless if the matrix is empty.</summary>
    internal long Extent => ((long)(Rows - 1) * RowStride) + Columns;

    /// <summary>Returns the index after the last element of a batch; meaningless if the matrices are empty.</summary>
    internal long End(int batch) => Offset + ((long)(batch - 1) * BatchStride) + Extent;

    /// <summary>Returns the index of the first element of matrix <paramref name="index"/> of a batch.</summary>
    internal int Start(int index) => Offset + (index * BatchStride);

    /// <summary>Returns a row of matrix <paramref name="index"/> of a batch, as stored.</summary>
    internal Span<float> Row(int index, int row) => Buffer.AsSpan(Start(index) + (row * RowStride), Columns);
}
