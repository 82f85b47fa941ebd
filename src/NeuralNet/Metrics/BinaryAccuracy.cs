namespace NeuralNet;

/// <summary>
/// The fraction of outputs on the right side of a threshold: a prediction above the threshold counts as 1, any other as 0.
/// </summary>
/// <param name="threshold">The threshold, from 0 to 1; 0.5 by default.</param>
/// <exception cref="ArgumentOutOfRangeException">The threshold is not between 0 and 1.</exception>
[Configurable]
public sealed partial class BinaryAccuracy(float threshold = 0.5f) : RowMetric
{
    private readonly float threshold = Require.Fraction(threshold);

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int correct = 0;
            for (int k = i * rowLength; k < (i + 1) * rowLength; k++)
                correct += (prediction[k] > threshold ? 1 : 0) == target[k] ? 1 : 0;
            values[i] = (float)correct / rowLength;
        }
    }
}
