using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The area under a curve whose points belong to thresholds from 0 to 1, evenly spaced by default. The area under the ROC curve and the
/// precision-recall-gain curve is computed by trapezia, the area under the precision-recall curve by the interpolation of Davis and
/// Goadrich, "The relationship between precision-recall and ROC curves", 2006. Predictions are probabilities and are clipped to [0, 1].
/// Keras: metrics/confusion_metrics.py, <c>AUC</c>.
/// </summary>
/// <param name="numThresholds">The number of thresholds; 200 by default. The error decreases with the number.</param>
/// <param name="curve">The curve; ROC by default.</param>
/// <param name="thresholds">
/// The thresholds between 0 and 1 that replace the evenly spaced ones; a threshold below 0 and one above 1 are added.
/// <paramref name="numThresholds"/> is ignored then.
/// </param>
/// <param name="exact">
/// A value indicating whether every prediction is a threshold, so that the area is exact, and logits give the same area as probabilities;
/// false by default. The area under the ROC curve is then the fraction of the pairs of a positive and a negative that are ordered
/// correctly, where equal predictions count one half. The distinct predictions of a pass are kept. Keras has no such option.
/// </param>
/// <exception cref="ArgumentException">The curve is exact and thresholds are given.</exception>
/// <exception cref="ArgumentOutOfRangeException">
/// The number of thresholds is less than two or above 2²⁴, a threshold is not between 0 and 1, or the curve is undefined.
/// </exception>
[Configurable]
public sealed partial class AUC(
    int numThresholds = 200, AUCCurve curve = AUCCurve.Roc, IReadOnlyList<float>? thresholds = null, bool exact = false) : Metric
{
    /// <summary>The number of values between 0 and 1 that float32 distinguishes.</summary>
    private const int MaxThresholds = 1 << 24;

    private readonly float[]? thresholds = Sorted(thresholds, exact);
    private readonly int numThresholds = thresholds?.Count + 2 ?? Require.Between(2, MaxThresholds, numThresholds);
    private readonly AUCCurve curve = Require.Defined(curve);
    private readonly bool exact = exact;

    /// <inheritdoc/>
    public override MetricDirection Direction => MetricDirection.Up;

    /// <inheritdoc/>
    protected internal override MetricAccumulator CreateAccumulator() =>
        exact ? new ExactAUCAccumulator(curve) : new Buckets(numThresholds, curve, thresholds);

    private static float[]? Sorted(IReadOnlyList<float>? thresholds, bool exact)
    {
        if (exact && thresholds is not null)
            throw new ArgumentException(
                "An exact curve has every prediction as a threshold; leave out either the thresholds or exact.", nameof(thresholds));
        return thresholds is null ? null : [.. thresholds.Select(threshold => Require.Fraction(threshold, nameof(thresholds))).Order()];
    }

    private void WriteCurve(Configuration configuration) => configuration.Set("curve", curve switch
    {
        AUCCurve.Roc => "ROC",
        AUCCurve.PrecisionRecall => "PR",
        _ => "PRGAIN",
    });

    private static AUCCurve ReadCurve(Configuration configuration) => configuration.GetString("curve")?.ToUpperInvariant() switch
    {
        null or "ROC" => AUCCurve.Roc,
        "PR" => AUCCurve.PrecisionRecall,
        "PRGAIN" => AUCCurve.PrecisionRecallGain,
        var other => throw new FormatException($"The setting 'curve' should be ROC, PR or PRGAIN; it is '{other}'."),
    };

    private void WriteThresholds(Configuration configuration)
    {
        if (thresholds is not null)
            configuration.Set("thresholds", thresholds);
    }

    /// <summary>Writes the setting, which Keras lacks, only where it is set.</summary>
    private void WriteExact(Configuration configuration)
    {
        if (exact)
            configuration.Set("exact", true);
    }

    /// <summary>The weights of positives and negatives by the highest threshold that their predictions exceed.</summary>
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
