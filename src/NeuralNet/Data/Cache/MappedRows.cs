namespace NeuralNet;

/// <summary>Rows of a tensor in a mapped file, which are read when they are copied.</summary>
/// <param name="file">The file.</param>
/// <param name="entry">The tensor.</param>
/// <param name="first">The index of the first row in the file.</param>
/// <param name="count">The number of rows.</param>
/// <param name="shape">The shape of a row.</param>
internal sealed class MappedRows(RowFile file, SafetensorsEntry entry, int first, int count, Shape shape) : TensorRows(count, shape)
{
    public override Tensor Read(int row)
    {
        var tensor = new Tensor(Shape);
        CopyTo(tensor, row);
        return tensor;
    }

    public override void CopyTo(Tensor target, int firstRow) => file.Read(entry, target.Data, ((long)first + firstRow) * Shape.Size);

    public override void CopyTo(Tensor target, ReadOnlyMemory<int> rows) => file.Read(entry, target.Data, first, rows.Span);
}
