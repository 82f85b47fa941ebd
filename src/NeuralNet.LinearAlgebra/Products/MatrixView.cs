namespace NeuralNet.LinearAlgebra;

/// <summary>A matrix in memory: element (i, j) is at <c>Data[i * RowStride + j * ColumnStride]</c>; one of the strides is 1.</summary>
internal readonly unsafe struct MatrixView<T>(T* data, nint rowStride, nint columnStride)
    where T : unmanaged
{
    public readonly T* Data = data;
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;

    public MatrixView<T> Transposed => new(Data, ColumnStride, RowStride);

    public MatrixView<T> Moved(nint elements) => new(Data + elements, RowStride, ColumnStride);

    public T* At(nint row, nint column) => Data + (row * RowStride) + (column * ColumnStride);

    public MatrixView<T> From(nint row, nint column) => new(At(row, column), RowStride, ColumnStride);
}
