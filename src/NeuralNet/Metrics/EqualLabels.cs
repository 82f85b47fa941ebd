namespace NeuralNet;

/// <summary>
/// The fraction of outputs that equal their targets: for models whose outputs are labels themselves. Keras: metrics/accuracy_metrics.py,
/// <c>keras.metrics.Accuracy</c>, whose results have the name <c>accuracy</c> as well. The string <c>"accuracy"</c> and
/// <see cref="NeuralNet.Accuracy"/> are what Keras's <c>compile</c> makes of "accuracy", which compares classes.
/// </summary>
public sealed class EqualLabels : RowMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override string DefaultName => "accuracy";

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int equal = 0;
            for (int k = i * rowLength; k < (i + 1) * rowLength; k++)
                equal += prediction[k] == target[k] ? 1 : 0;
            values[i] = (float)equal / rowLength;
        }
    }
}
