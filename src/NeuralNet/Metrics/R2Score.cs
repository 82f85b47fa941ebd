using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The fraction of the targets' variance that the predictions explain, for each output: 1 − Σ w·(t − p)² / Σ w·(t − mean)². 1 is perfect,
/// 0 no better than predicting the mean. The result is the mean over the outputs; an output whose targets are all equal counts as 0.
/// Keras: metrics/regression_metrics.py, <c>R2Score</c>.
/// </summary>
[Configurable]
public sealed partial class R2Score : Metric
{
    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override MetricAccumulator CreateAccumulator() => new Sums();

    private sealed class Sums : MetricAccumulator
    {
        private double[] sum = [], squares = [], residuals = [];
        private double weight;

        public override double Result
        {
            get
            {
                double total = 0;
                for (int k = 0; k < sum.Length; k++)
                    total += Score(k);
                return sum.Length == 0 ? 0 : total / sum.Length;
            }
        }

        public override void Update(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight)
        {
            if (sum.Length != rowLength)
                Start(rowLength);
            int rows = prediction.Length / rowLength;
            var weights = new SampleWeight(sampleWeight, rows);
            for (int i = 0; i < rows; i++)
                Add(target.Slice(i * rowLength, rowLength), prediction.Slice(i * rowLength, rowLength), weights[i]);
        }

        public override void Reset()
        {
            Array.Clear(sum);
            Array.Clear(squares);
            Array.Clear(residuals);
            weight = 0;
        }

        public override void MergeWith(MetricAccumulator other)
        {
            Sums part = SameKind<Sums>(other);
            if (part.sum.Length == 0)
                return;
            if (sum.Length != part.sum.Length)
                Start(part.sum.Length);
            TensorPrimitives.Add<double>(sum, part.sum, sum);
            TensorPrimitives.Add<double>(squares, part.squares, squares);
            TensorPrimitives.Add<double>(residuals, part.residuals, residuals);
            weight += part.weight;
        }

        public override void SaveState(SavedState state)
        {
            state.Set("sum", sum);
            state.Set("squares", squares);
            state.Set("residuals", residuals);
            state.Set("weight", weight);
        }

        public override void RestoreState(SavedState state)
        {
            sum = state.GetDoubles("sum");
            squares = state.GetDoubles("squares", sum.Length);
            residuals = state.GetDoubles("residuals", sum.Length);
            weight = state.GetDouble("weight");
        }

        private void Start(int outputs) =>
            (sum, squares, residuals) = (new double[outputs], new double[outputs], new double[outputs]);

        private void Add(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, double rowWeight)
        {
            for (int k = 0; k < target.Length; k++)
            {
                double t = target[k], error = t - prediction[k];
                sum[k] += rowWeight * t;
                squares[k] += rowWeight * t * t;
                residuals[k] += rowWeight * error * error;
            }

            weight += rowWeight;
        }

        private double Score(int output)
        {
            double variance = weight == 0 ? 0 : squares[output] - sum[output] * sum[output] / weight;
            return variance <= 0 ? 0 : 1 - residuals[output] / variance;
        }
    }
}
