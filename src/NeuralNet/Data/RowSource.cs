namespace NeuralNet;

/// <summary>The rows of the inputs, targets and weights of a data set, with random access for several threads.</summary>
/// <param name="Inputs">The rows of each input.</param>
/// <param name="Targets">The rows of each target.</param>
/// <param name="Weights">The rows of the weights; null for an output whose samples weigh 1.</param>
internal sealed record RowSource(
    IReadOnlyList<TensorRows> Inputs, IReadOnlyList<TensorRows> Targets, IReadOnlyList<TensorRows?> Weights)
{
    public int Count => Inputs[0].Count;
}
