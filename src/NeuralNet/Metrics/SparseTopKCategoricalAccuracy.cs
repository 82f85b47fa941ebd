namespace NeuralNet;

/// <summary>
/// The fraction of rows whose output at the index that the target gives, counted from 0, is among the k largest; for outputs that are class
/// numbers, the fraction of rows whose target is among the first k outputs.
/// Keras: metrics/accuracy_metrics.py, <c>SparseTopKCategoricalAccuracy</c>.
/// </summary>
/// <param name="k">The number of outputs; 5 by default.</param>
/// <param name="fromSortedIds">
/// A value indicating whether the outputs are class numbers in descending order of their scores, instead of a score for each class; false
/// by default.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">k is not positive.</exception>
[Configurable]
public sealed partial class SparseTopKCategoricalAccuracy(int k = 5, bool fromSortedIds = false) : RowMetric
{
    private readonly int k = Require.Positive(k);

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override Shape TargetShape(Shape prediction) => prediction.WithLast(1);

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<float> row = prediction.Slice(i * rowLength, rowLength);
            bool isHit = fromSortedIds ? row[..Math.Min(k, rowLength)].Contains(target[i]) : IsInTopK(row, target[i]);
            values[i] = isHit ? 1 : 0;
        }
    }

    /// <summary>Writes the setting, which Keras lacks, only where it is set.</summary>
    private void WriteFromSortedIds(Configuration configuration)
    {
        if (fromSortedIds)
            configuration.Set("from_sorted_ids", true);
    }

    private bool IsInTopK(ReadOnlySpan<float> row, float target)
    {
        int label = (int)target;
        return label == target && (uint)label < (uint)row.Length && InTopK.WithTies(row, label, k);
    }
}
