using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// 2·precision·recall / (precision + recall) of each class, with 10⁻⁷ in every divisor. Targets are one-hot rows or, with a threshold,
/// rows of any number of ones. Keras: metrics/f_score_metrics.py, <c>F1Score</c>.
/// </summary>
public sealed class F1Score : Metric
{
    private readonly ClassAverage average;
    private readonly float? threshold;

    /// <summary>Makes the metric.</summary>
    /// <param name="average">How the classes' scores become one; by default they do not.</param>
    /// <param name="threshold">Outputs above it are positive; greater than 0 and at most 1. By default the greatest of each row is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not in (0, 1], or there is no such average.</exception>
    public F1Score(ClassAverage average = ClassAverage.None, float? threshold = null)
    {
        this.average = Require.Defined(average);
        this.threshold = threshold is float value ? Require.PositiveFraction(value, nameof(threshold)) : null;
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override string DefaultName => "f1_score";

    /// <inheritdoc/>
    protected internal override MetricAccumulator CreateAccumulator() => new Counts(average, threshold);

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("average", average == ClassAverage.None ? null : average.ToString().ToLowerInvariant());
        if (threshold is float value)
            configuration.Set("threshold", value);
    }

    internal static F1Score From(Configuration configuration) => new(
        configuration.GetString("average") switch
        {
            null => ClassAverage.None,
            "micro" => ClassAverage.Micro,
            "macro" => ClassAverage.Macro,
            "weighted" => ClassAverage.Weighted,
            var other => throw new FormatException($"The setting 'average' should be micro, macro, weighted or null; it is '{other}'."),
        },
        configuration.GetOptionalSingle("threshold"));

    private sealed class Counts(ClassAverage average, float? threshold) : MetricAccumulator
    {
        private const double Epsilon = 1e-7;

        /// <summary>An output nearer to 0 is not the greatest of its row in Keras's sense: a row of zeros has none.</summary>
        private const float LeastGreatest = 1e-9f;

        private double[] truePositives = [], falsePositives = [], falseNegatives = [], support = [], results = [];

        public override double Result => MeanOfResults();

        public override ReadOnlySpan<double> Results
        {
            get
            {
                if (average == ClassAverage.Micro && results.Length > 0)
                    results[0] = Score(truePositives.Sum(), falsePositives.Sum(), falseNegatives.Sum());
                else if (average is ClassAverage.Macro or ClassAverage.Weighted && results.Length > 0)
                    results[0] = MeanScore();
                else
                    WriteScores();
                return results;
            }
        }

        public override void Update(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight)
        {
            if (truePositives.Length != rowLength)
                Start(rowLength);
            int rows = prediction.Length / rowLength;
            var weights = new SampleWeight(sampleWeight, rows);
            for (int i = 0; i < rows; i++)
                Add(target.Slice(i * rowLength, rowLength), prediction.Slice(i * rowLength, rowLength), weights[i]);
        }

        public override void Reset()
        {
            Array.Clear(truePositives);
            Array.Clear(falsePositives);
            Array.Clear(falseNegatives);
            Array.Clear(support);
        }

        public override void MergeWith(MetricAccumulator other)
        {
            Counts part = SameKind<Counts>(other);
            if (part.support.Length == 0)
                return;
            if (support.Length != part.support.Length)
                Start(part.support.Length);
            TensorPrimitives.Add<double>(truePositives, part.truePositives, truePositives);
            TensorPrimitives.Add<double>(falsePositives, part.falsePositives, falsePositives);
            TensorPrimitives.Add<double>(falseNegatives, part.falseNegatives, falseNegatives);
            TensorPrimitives.Add<double>(support, part.support, support);
        }

        public override void SaveState(SavedState state)
        {
            state.Set("true_positives", truePositives);
            state.Set("false_positives", falsePositives);
            state.Set("false_negatives", falseNegatives);
            state.Set("support", support);
        }

        public override void RestoreState(SavedState state)
        {
            int classes = state.GetDoubles("support").Length;
            Start(classes);
            state.GetDoubles("true_positives", classes).CopyTo(truePositives, 0);
            state.GetDoubles("false_positives", classes).CopyTo(falsePositives, 0);
            state.GetDoubles("false_negatives", classes).CopyTo(falseNegatives, 0);
            state.GetDoubles("support", classes).CopyTo(support, 0);
        }

        private void Start(int classes)
        {
            truePositives = new double[classes];
            falsePositives = new double[classes];
            falseNegatives = new double[classes];
            support = new double[classes];
            results = new double[average == ClassAverage.None ? classes : 1];
        }

        private void Add(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, double weight)
        {
            float greatest = TensorPrimitives.Max(prediction);
            for (int k = 0; k < target.Length; k++)
            {
                float p = prediction[k], t = target[k];
                bool isPositive = threshold is float limit ? p > limit : p >= greatest && MathF.Abs(p) > LeastGreatest;
                truePositives[k] += isPositive ? weight * t : 0;
                falsePositives[k] += isPositive ? weight * (1 - t) : 0;
                falseNegatives[k] += isPositive ? 0 : weight * t;
                support[k] += weight * t;
            }
        }

        private void WriteScores()
        {
            for (int k = 0; k < results.Length; k++)
                results[k] = Score(truePositives[k], falsePositives[k], falseNegatives[k]);
        }

        private double MeanScore()
        {
            double sum = 0, total = support.Sum() + Epsilon;
            for (int k = 0; k < support.Length; k++)
            {
                double share = average == ClassAverage.Weighted ? support[k] / total : 1.0 / support.Length;
                sum += share * Score(truePositives[k], falsePositives[k], falseNegatives[k]);
            }

            return sum;
        }

        private static double Score(double truePositives, double falsePositives, double falseNegatives)
        {
            double precision = truePositives / (truePositives + falsePositives + Epsilon);
            double recall = truePositives / (truePositives + falseNegatives + Epsilon);
            return 2 * precision * recall / (precision + recall + Epsilon);
        }
    }
}
