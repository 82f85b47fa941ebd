namespace NeuralNet;

/// <summary>Tensors whose rows are the samples, as their caller gave them.</summary>
internal sealed class ArrayDataset(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight) : Dataset
{
    public IReadOnlyList<Tensor> X { get; } = x;

    public IReadOnlyList<Tensor> Y { get; } = y;

    /// <summary>One tensor for all outputs or one for each; null if all samples count alike.</summary>
    public IReadOnlyList<Tensor?>? SampleWeight { get; } = sampleWeight;
}
