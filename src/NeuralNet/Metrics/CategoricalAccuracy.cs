using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The fraction of rows whose maximum output has the index of the maximum target.</summary>
[Configurable]
public sealed partial class CategoricalAccuracy : RowMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int expected = TensorPrimitives.IndexOfMax(target.Slice(i * rowLength, rowLength));
            values[i] = TensorPrimitives.IndexOfMax(prediction.Slice(i * rowLength, rowLength)) == expected ? 1 : 0;
        }
    }
}
