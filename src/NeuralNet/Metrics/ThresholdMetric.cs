using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// A ratio of the correct and the wrong predictions of outputs that are positive above a threshold. Each output is counted separately.
/// </summary>
public abstract class ThresholdMetric : Metric
{
    private const float DefaultThreshold = 0.5f;

    private readonly float[]? thresholds;
    private readonly int? topK, classId;

    private protected ThresholdMetric(IReadOnlyList<float>? thresholds, int? topK, int? classId)
    {
        if (thresholds is { Count: 0 })
            throw new ArgumentException("The list of thresholds is empty; give at least one threshold, or null for the default.",
                nameof(thresholds));
        this.thresholds = thresholds is null ? null : [.. thresholds.Select(threshold => Require.Fraction(threshold, nameof(thresholds)))];
        this.topK = topK is int k ? Require.Positive(k, nameof(topK)) : null;
        this.classId = classId is int id ? Require.NonNegative(id, nameof(classId)) : null;
    }

    /// <summary>The thresholds; null for the default, 0.5, or none with <see cref="TopK"/>.</summary>
    public IReadOnlyList<float>? Thresholds => thresholds;

    /// <summary>The number of outputs of a row, the largest, that can be positive; null for all.</summary>
    public int? TopK => topK;

    /// <summary>The index of the only output that is counted; null for all.</summary>
    public int? ClassId => classId;

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal sealed override MetricAccumulator CreateAccumulator() => new Counts(this);

    /// <inheritdoc/>
    protected internal sealed override Metric Resolve(Shape target, Shape prediction)
    {
        if (classId >= prediction.Last)
            throw new ArgumentException($"There is no class {classId}: the classes of the output are numbered from 0 to "
                + $"{prediction.Last - 1}.");
        return this;
    }

    /// <inheritdoc/>
    protected internal sealed override void WriteTo(Configuration configuration)
    {
        configuration.Set("thresholds", thresholds);
        if (topK is int k)
            configuration.Set("top_k", k);
        if (classId is int id)
            configuration.Set("class_id", id);
    }

    /// <summary>Returns the ratio for the weighted counts; 0 in place of 0/0.</summary>
    internal abstract double Ratio(double truePositives, double falsePositives, double falseNegatives);

    private protected static float[]? ReadThresholds(Configuration configuration) =>
        configuration.Find("thresholds") is JsonValue ? [configuration.GetSingle("thresholds")] : configuration.GetSingles("thresholds");

    private protected static int? ReadOptional(Configuration configuration, string name) =>
        configuration.Contains(name) ? configuration.GetInt32(name) : null;

    private sealed class Counts : MetricAccumulator
    {
        private readonly ThresholdMetric metric;
        private readonly float[] thresholds;
        private readonly double[] truePositives, falsePositives, falseNegatives, results;

        public Counts(ThresholdMetric metric)
        {
            this.metric = metric;
            thresholds = metric.thresholds ?? [metric.topK is null ? DefaultThreshold : float.NegativeInfinity];
            truePositives = new double[thresholds.Length];
            falsePositives = new double[thresholds.Length];
            falseNegatives = new double[thresholds.Length];
            results = new double[thresholds.Length];
        }

        public override double Result => MeanOfResults();

        public override ReadOnlySpan<double> Results
        {
            get
            {
                for (int i = 0; i < results.Length; i++)
                    results[i] = metric.Ratio(truePositives[i], falsePositives[i], falseNegatives[i]);
                return results;
            }
        }

        public override void Update(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight)
        {
            int rows = prediction.Length / rowLength;
            int first = metric.classId ?? 0, end = metric.classId + 1 ?? rowLength;
            var weights = new SampleWeight(sampleWeight, rows);
            for (int i = 0; i < rows; i++)
            {
                ReadOnlySpan<float> row = prediction.Slice(i * rowLength, rowLength);
                for (int k = first; k < end; k++)
                {
                    bool isCandidate = metric.topK is not int count || InTopK.Exactly(row, k, count);
                    Add(target[i * rowLength + k] != 0, isCandidate, row[k], weights[i]);
                }
            }
        }

        public override void Reset()
        {
            Array.Clear(truePositives);
            Array.Clear(falsePositives);
            Array.Clear(falseNegatives);
        }

        public override void MergeWith(MetricAccumulator other)
        {
            Counts part = SameKind<Counts>(other);
            TensorPrimitives.Add<double>(truePositives, part.truePositives, truePositives);
            TensorPrimitives.Add<double>(falsePositives, part.falsePositives, falsePositives);
            TensorPrimitives.Add<double>(falseNegatives, part.falseNegatives, falseNegatives);
        }

        public override void SaveState(SavedState state)
        {
            state.Set("true_positives", truePositives);
            state.Set("false_positives", falsePositives);
            state.Set("false_negatives", falseNegatives);
        }

        public override void RestoreState(SavedState state)
        {
            state.GetDoubles("true_positives", thresholds.Length).CopyTo(truePositives, 0);
            state.GetDoubles("false_positives", thresholds.Length).CopyTo(falsePositives, 0);
            state.GetDoubles("false_negatives", thresholds.Length).CopyTo(falseNegatives, 0);
        }

        private void Add(bool isPositive, bool isCandidate, float prediction, float weight)
        {
            for (int i = 0; i < thresholds.Length; i++)
            {
                if (isCandidate && prediction > thresholds[i])
                    (isPositive ? truePositives : falsePositives)[i] += weight;
                else if (isPositive)
                    falseNegatives[i] += weight;
            }
        }
    }
}
