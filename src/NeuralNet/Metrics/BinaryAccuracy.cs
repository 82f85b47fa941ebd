namespace NeuralNet;

/// <summary>The share of outputs on the right side of a threshold: a prediction above it counts as 1, any other as 0.</summary>
/// <param name="threshold">The threshold, from 0 to 1; 0.5 by default.</param>
public sealed class BinaryAccuracy(float threshold = 0.5f) : RowMetric
{
    private readonly float threshold = Require.Fraction(threshold);

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override string DefaultName => "binary_accuracy";

    /// <inheritdoc/>
    protected internal override void Evaluate(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int right = 0;
            for (int k = i * rowLength; k < (i + 1) * rowLength; k++)
                right += (prediction[k] > threshold ? 1 : 0) == target[k] ? 1 : 0;
            values[i] = (float)right / rowLength;
        }
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("threshold", threshold);

    internal static BinaryAccuracy From(Configuration configuration) => new(configuration.GetSingle("threshold", 0.5f));
}
