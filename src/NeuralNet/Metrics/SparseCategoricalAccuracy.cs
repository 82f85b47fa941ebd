using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The share of rows whose greatest output stands at the place that the target numbers, counted from 0.</summary>
public sealed class SparseCategoricalAccuracy : RowMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override string DefaultName => "sparse_categorical_accuracy";

    /// <inheritdoc/>
    protected internal override Shape TargetShape(Shape prediction) => prediction.WithLast(1);

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = TensorPrimitives.IndexOfMax(prediction.Slice(i * rowLength, rowLength)) == target[i] ? 1 : 0;
    }
}
