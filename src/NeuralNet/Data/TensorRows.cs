namespace NeuralNet;

/// <summary>The rows of a tensor that may be larger than memory, with random access for several threads.</summary>
/// <param name="count">The number of rows.</param>
/// <param name="shape">The shape of a row.</param>
internal abstract class TensorRows(int count, Shape shape)
{
    public int Count => count;

    /// <summary>The shape of a row.</summary>
    public Shape Shape => shape;

    /// <summary>Returns a row, which may share the memory of the source.</summary>
    public abstract Tensor Read(int row);

    /// <summary>Copies successive rows until the target is full.</summary>
    public abstract void CopyTo(Tensor target, int firstRow);

    /// <summary>Copies chosen rows, one for each row of the target.</summary>
    public abstract void CopyTo(Tensor target, ReadOnlyMemory<int> rows);
}
