using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The share of rows where the output at the one-hot target's place is among the k greatest.</summary>
/// <param name="k">How many outputs are looked at, 5 by default.</param>
public sealed class TopKCategoricalAccuracy(int k = 5) : RowMetric
{
    private readonly int k = Require.Positive(k);

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override string DefaultName => "top_k_categorical_accuracy";

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int expected = TensorPrimitives.IndexOfMax(target.Slice(i * rowLength, rowLength));
            values[i] = TopK.Contains(prediction.Slice(i * rowLength, rowLength), expected, k) ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("k", k);

    internal static TopKCategoricalAccuracy From(Configuration configuration) => new(configuration.GetInt32("k", 5));
}
