using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The fraction of rows whose maximum output has the target as its index, counted from 0.</summary>
[Configurable]
public sealed partial class SparseCategoricalAccuracy : RowMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override Shape TargetShape(Shape prediction) => prediction.WithLast(1);

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = TensorPrimitives.IndexOfMax(prediction.Slice(i * rowLength, rowLength)) == target[i] ? 1 : 0;
    }
}
