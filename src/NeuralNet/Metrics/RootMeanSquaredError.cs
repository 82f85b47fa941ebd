namespace NeuralNet;

/// <summary>The root of the mean squared error, √(Σ w·(prediction − target)² / Σ w), over all batches.</summary>
[Configurable]
public sealed partial class RootMeanSquaredError : RowMetric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Down;

    /// <inheritdoc/>
    protected internal override void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values) =>
        Loss.MeanSquaredError.Evaluate(target, prediction, rowLength, values);

    /// <inheritdoc/>
    protected internal override double Finish(double mean) => Math.Sqrt(mean);
}
