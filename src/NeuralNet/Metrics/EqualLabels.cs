namespace NeuralNet;

/// <summary>
/// The fraction of outputs that equal their targets, for models whose outputs are labels. Keras: metrics/accuracy_metrics.py,
/// <c>keras.metrics.Accuracy</c>, whose results have the name <c>accuracy</c> as well. The string <c>"accuracy"</c> creates
/// <see cref="NeuralNet.Accuracy"/>, which compares classes, as in Keras's <c>compile</c>.
/// </summary>
[Configurable]
public sealed partial class EqualLabels : RowMetric
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
