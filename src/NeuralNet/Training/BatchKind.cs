namespace NeuralNet;

/// <summary>The shapes of a batch of a data set, and the buffers for batches of these shapes.</summary>
internal sealed class BatchKind(in DatasetElement batch, BatchBuffers buffers)
{
    private readonly Shape?[] inputs = ShapesOf(batch.InputList);
    private readonly Shape?[] targets = ShapesOf(batch.TargetList);
    private readonly Shape?[] weights = ShapesOf(batch.WeightList);

    public BatchBuffers Buffers { get; } = buffers;

    /// <summary>Returns whether a batch has these shapes.</summary>
    public bool Admits(in DatasetElement batch) =>
        AreEqual(inputs, batch.InputList) && AreEqual(targets, batch.TargetList) && AreEqual(weights, batch.WeightList);

    private static bool AreEqual(Shape?[] shapes, TensorList tensors)
    {
        if (shapes.Length != tensors.Count)
            return false;
        for (int i = 0; i < shapes.Length; i++)
        {
            if (shapes[i] is { } shape ? !shape.Equals(tensors[i]?.Shape) : tensors[i] is not null)
                return false;
        }

        return true;
    }

    private static Shape?[] ShapesOf(TensorList tensors)
    {
        var shapes = new Shape?[tensors.Count];
        for (int i = 0; i < shapes.Length; i++)
            shapes[i] = tensors[i]?.Shape;
        return shapes;
    }
}
