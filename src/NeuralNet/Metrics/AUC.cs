using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The area under a curve that a threshold draws as it goes from 0 to 1, approximated by some thresholds, evenly spaced by default: under
/// the ROC curve and the curve of gains by trapezia, under the precision-recall curve as Davis and Goadrich interpolate, "The relationship
/// between precision-recall and ROC curves", 2006. Predictions are probabilities; outside of [0, 1] they are cut.
/// Keras: metrics/confusion_metrics.py, <c>AUC</c>. With <c>exact</c>, which Keras has not, every prediction is a threshold.
/// </summary>
public sealed class AUC : Metric
{
    /// <summary>As many as float32 tells apart between 0 and 1.</summary>
    private const int MostThresholds = 1 << 24;

    private readonly int numThresholds;
    private readonly AUCCurve curve;
    private readonly float[]? thresholds;
    private readonly bool exact;

    /// <summary>Makes the metric.</summary>
    /// <param name="numThresholds">The number of thresholds, 200 by default. More make it more exact.</param>
    /// <param name="curve">The curve; ROC by default.</param>
    /// <param name="thresholds">
    /// Thresholds from [0, 1] to use instead of evenly spaced ones; one below 0 and one above 1 are added to them.
    /// <paramref name="numThresholds"/> does not matter then.
    /// </param>
    /// <param name="exact">
    /// Whether every prediction is a threshold, so that nothing is approximated, the scale of the predictions does not matter and logits
    /// serve as well as probabilities; false by default. Under the ROC curve the area is then the fraction of the pairs of a positive and a
    /// negative that are in the right order, equal ones counting half. The different predictions of a pass are kept. Keras has no such
    /// option.
    /// </param>
    /// <exception cref="ArgumentException">The curve is to be exact and thresholds are given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The number of thresholds is less than two or above 2²⁴, one is not between 0 and 1, or there is no such curve.
    /// </exception>
    public AUC(int numThresholds = 200, AUCCurve curve = AUCCurve.Roc, IReadOnlyList<float>? thresholds = null, bool exact = false)
    {
        if (exact && thresholds is not null)
            throw new ArgumentException(
                "An exact curve has every prediction as a threshold; leave out either the thresholds or exact.", nameof(thresholds));
        Require.Between(2, MostThresholds, numThresholds);
        if (thresholds is not null)
            this.thresholds = [.. thresholds.Select(threshold => Require.Fraction(threshold, nameof(thresholds))).Order()];
        this.numThresholds = this.thresholds?.Length + 2 ?? numThresholds;
        this.curve = Require.Defined(curve);
        this.exact = exact;
    }

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <summary>The curve under which the area lies.</summary>
    public AUCCurve Curve => curve;

    /// <inheritdoc/>
    protected internal override string ClassName => "AUC";

    /// <inheritdoc/>
    protected internal override string DefaultName => "auc";

    /// <inheritdoc/>
    protected internal override MetricAccumulator CreateAccumulator() =>
        exact ? new ExactAUCAccumulator(curve) : new Buckets(numThresholds, curve, thresholds);

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("num_thresholds", numThresholds);
        configuration.Set("curve", curve switch
        {
            AUCCurve.Roc => "ROC",
            AUCCurve.PrecisionRecall => "PR",
            _ => "PRGAIN",
        });
        if (thresholds is not null)
            configuration.Set("thresholds", thresholds);
        if (exact)
            configuration.Set("exact", true);
    }

    internal static AUC From(Configuration configuration) => new(
        configuration.GetInt32("num_thresholds", 200),
        configuration.GetString("curve")?.ToUpperInvariant() switch
        {
            null or "ROC" => AUCCurve.Roc,
            "PR" => AUCCurve.PrecisionRecall,
            "PRGAIN" => AUCCurve.PrecisionRecallGain,
            var other => throw new FormatException($"The setting 'curve' should be ROC, PR or PRGAIN; it is '{other}'."),
        },
        configuration.GetSingles("thresholds"),
        configuration.GetBoolean("exact", false));

    /// <summary>The weights of positives and negatives by the last threshold that their predictions exceed.</summary>
    private sealed class Buckets(int count, AUCCurve curve, float[]? thresholds) : MetricAccumulator
    {
        private readonly double[] positives = new double[count], negatives = new double[count];

        public override double Result => AUCArea.Of(curve, positives, negatives);

        public override void Update(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight)
        {
            var weights = new SampleWeight(sampleWeight, prediction.Length / rowLength);
            for (int i = 0; i < prediction.Length; i++)
            {
                int bucket = thresholds is null ? EvenBucket(prediction[i]) : ThresholdsBelow(prediction[i]);
                (target[i] != 0 ? positives : negatives)[bucket] += weights[i / rowLength];
            }
        }

        public override void Reset()
        {
            Array.Clear(positives);
            Array.Clear(negatives);
        }

        public override void MergeWith(MetricAccumulator other)
        {
            Buckets part = SameKind<Buckets>(other);
            TensorPrimitives.Add<double>(positives, part.positives, positives);
            TensorPrimitives.Add<double>(negatives, part.negatives, negatives);
        }

        public override void SaveState(SavedState state)
        {
            state.Set("positives", positives);
            state.Set("negatives", negatives);
        }

        public override void RestoreState(SavedState state)
        {
            state.GetDoubles("positives", count).CopyTo(positives, 0);
            state.GetDoubles("negatives", count).CopyTo(negatives, 0);
        }

        private int EvenBucket(float prediction) =>
            Math.Max(0, (int)Math.Ceiling(Math.Clamp((double)prediction, 0, 1) * (count - 1)) - 1);

        private int ThresholdsBelow(float prediction)
        {
            int low = 0, high = thresholds!.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (thresholds[middle] < prediction)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }
}
