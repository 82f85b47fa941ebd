namespace NeuralNet;

/// <summary>A metric that is the weighted mean of a value for each row: Σ wᵢ·vᵢ / Σ wᵢ.</summary>
public abstract class RowMetric : Metric
{
    /// <summary>Writes the value of each row.</summary>
    /// <param name="target">The targets, row by row.</param>
    /// <param name="prediction">The predictions, row by row.</param>
    /// <param name="rowLength">The length of a row of predictions.</param>
    /// <param name="values">Receives one value for each row.</param>
    protected internal abstract void Evaluate(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values);

    /// <summary>Returns the result for the mean of the rows, such as its root; the mean unless overridden.</summary>
    protected internal virtual double Finish(double mean) => mean;

    /// <inheritdoc/>
    protected internal sealed override MetricAccumulator CreateAccumulator() => new RowMean(this);

    private sealed class RowMean(RowMetric metric) : MetricAccumulator
    {
        private float[] values = [];
        private double sum, weight;

        public override double Result => weight == 0 ? 0 : metric.Finish(sum / weight);

        public override void Update(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight)
        {
            int rows = prediction.Length / rowLength;
            if (values.Length < rows)
                values = new float[rows];
            metric.Evaluate(target, prediction, rowLength, values.AsSpan(0, rows));
            var weights = new SampleWeight(sampleWeight, rows);
            for (int i = 0; i < rows; i++)
            {
                sum += (double)weights[i] * values[i];
                weight += weights[i];
            }
        }

        public override void Reset() => sum = weight = 0;

        public override void MergeWith(MetricAccumulator other)
        {
            RowMean part = SameKind<RowMean>(other);
            sum += part.sum;
            weight += part.weight;
        }

        public override void SaveState(SavedState state)
        {
            state.Set("sum", sum);
            state.Set("weight", weight);
        }

        public override void RestoreState(SavedState state) => (sum, weight) = (state.GetDouble("sum"), state.GetDouble("weight"));
    }
}
