namespace NeuralNet;

/// <summary>The share of rows where the output at the place that the target numbers, counted from 0, is among the k greatest.</summary>
/// <param name="k">How many outputs are looked at, 5 by default.</param>
public sealed class SparseTopKCategoricalAccuracy(int k = 5) : RowMetric
{
    private readonly int k = Require.Positive(k);

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override string DefaultName => "sparse_top_k_categorical_accuracy";

    /// <inheritdoc/>
    protected internal override Shape TargetShape(Shape prediction) => prediction.WithLast(1);

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int label = (int)target[i];
            bool isClass = label == target[i] && (uint)label < (uint)rowLength;
            values[i] = isClass && TopK.Contains(prediction.Slice(i * rowLength, rowLength), label, k) ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("k", k);

    internal static SparseTopKCategoricalAccuracy From(Configuration configuration) => new(configuration.GetInt32("k", 5));
}
