using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>The rows of a tensor in memory.</summary>
internal sealed class ArrayRows(Tensor tensor) : TensorRows(tensor.Rows, tensor.Shape.WithoutBatch())
{
    public override Tensor Read(int row) => tensor.Slice(row, 1).Reshape(Shape);

    public override void CopyTo(Tensor target, int firstRow) =>
        tensor.AsSpan().Slice(firstRow * Shape.Size, target.Length).CopyTo(target.Data);

    public override void CopyTo(Tensor target, ReadOnlyMemory<int> rows)
    {
        int width = Shape.Size;
        if (target.Length < ElementwiseCost.MinSharedCopy)
        {
            RowCopy.Copy(tensor.Data, rows.Span, target.Data, width, 0, width);
            return;
        }

        int parts = Math.Min(width, Compute.DegreeOfParallelism);
        WorkerPool.Shared.Run(parts, new RowCopy(tensor, rows, target, width, parts));
    }
}
