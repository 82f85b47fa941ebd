using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The share of rows whose greatest output stands where the greatest target stands.</summary>
public sealed class CategoricalAccuracy : RowMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override string DefaultName => "categorical_accuracy";

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
