namespace NeuralNet;

/// <summary>
/// The share of rows where the output at the place that the target numbers, counted from 0, is among the k greatest; or, where the outputs
/// are class numbers themselves, the share of rows whose target is among the first k of them.
/// Keras: metrics/accuracy_metrics.py, <c>SparseTopKCategoricalAccuracy</c>.
/// </summary>
/// <param name="k">How many outputs are looked at, 5 by default.</param>
/// <param name="fromSortedIds">
/// Whether the outputs are the numbers of classes, from the greatest score to the least, in place of a score for each class; false by
/// default.
/// </param>
public sealed class SparseTopKCategoricalAccuracy(int k = 5, bool fromSortedIds = false) : RowMetric
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
            ReadOnlySpan<float> row = prediction.Slice(i * rowLength, rowLength);
            bool isHit = fromSortedIds ? row[..Math.Min(k, rowLength)].Contains(target[i]) : IsAmongGreatest(row, target[i]);
            values[i] = isHit ? 1 : 0;
        }
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("k", k);
        if (fromSortedIds)
            configuration.Set("from_sorted_ids", true);
    }

    internal static SparseTopKCategoricalAccuracy From(Configuration configuration) =>
        new(configuration.GetInt32("k", 5), configuration.GetBoolean("from_sorted_ids", false));

    private bool IsAmongGreatest(ReadOnlySpan<float> row, float target)
    {
        int label = (int)target;
        return label == target && (uint)label < (uint)row.Length && TopK.Contains(row, label, k);
    }
}
