using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The fraction of rows whose output at the index of the one-hot target is among the k largest.</summary>
/// <param name="k">The number of outputs; 5 by default.</param>
/// <exception cref="ArgumentOutOfRangeException">k is not positive.</exception>
[Configurable]
public sealed partial class TopKCategoricalAccuracy(int k = 5) : RowMetric
{
    private readonly int k = Require.Positive(k);

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int expected = TensorPrimitives.IndexOfMax(target.Slice(i * rowLength, rowLength));
            values[i] = InTopK.WithTies(prediction.Slice(i * rowLength, rowLength), expected, k) ? 1 : 0;
        }
    }
}
