using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The harmonic mean of precision and recall of each class, 2·precision·recall / (precision + recall), with 10⁻⁷ in every divisor. Targets
/// are one-hot rows or, with a threshold, rows of any number of ones. Keras: metrics/f_score_metrics.py, <c>F1Score</c>.
/// </summary>
/// <param name="average">The average of the classes' scores; none by default, which gives a result for each class.</param>
/// <param name="threshold">
/// The threshold above which outputs are positive, greater than 0 and at most 1; null, the default, for the maximum of each row.
/// </param>
/// <exception cref="ArgumentOutOfRangeException">The threshold is not in (0, 1], or the average is undefined.</exception>
[Configurable]
public sealed partial class F1Score(ClassAverage average = ClassAverage.None, float? threshold = null) : Metric
{
    private readonly ClassAverage average = Require.Defined(average);
    private readonly float? threshold = threshold is float value ? Require.PositiveFraction(value, nameof(threshold)) : null;

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override MetricAccumulator CreateAccumulator() => new Counts(average, threshold);

    /// <summary>Writes the average; Keras's None is null.</summary>
    private void WriteAverage(Configuration configuration) =>
        configuration.Set("average", average == ClassAverage.None ? null : average.ToString().ToLowerInvariant());

    private static ClassAverage ReadAverage(Configuration configuration) => configuration.GetString("average") switch
    {
        null => ClassAverage.None,
        "micro" => ClassAverage.Micro,
        "macro" => ClassAverage.Macro,
        "weighted" => ClassAverage.Weighted,
        var other => throw new FormatException($"The setting 'average' should be micro, macro, weighted or null; it is '{other}'."),
    };

    private sealed class Counts(ClassAverage average, float? threshold) : MetricAccumulator
    {
        private const double Epsilon = 1e-7;

        /// <summary>The minimum magnitude of a row's maximum, as in Keras: a row of zeros has no positive output.</summary>
        private const float MinMaximum = 1e-9f;

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
            float maximum = TensorPrimitives.Max(prediction);
            for (int k = 0; k < target.Length; k++)
            {
                float p = prediction[k], t = target[k];
                bool isPositive = threshold is float limit ? p > limit : p >= maximum && MathF.Abs(p) > MinMaximum;
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
