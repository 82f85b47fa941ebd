namespace NeuralNet;

/// <summary>
/// The fraction of positive predictions that are correct: TP / (TP + FP), 0 if none is positive. A prediction above the threshold is
/// positive, as is a target other than 0. Keras: metrics/confusion_metrics.py, <c>Precision</c>.
/// </summary>
[Configurable]
public sealed partial class Precision : ThresholdMetric
{
    /// <summary>Creates the metric for one threshold.</summary>
    /// <param name="threshold">The threshold, from 0 to 1; 0.5 by default, none by default with <paramref name="topK"/>.</param>
    /// <param name="topK">The number of outputs of a row, the largest, that can be positive; null for all.</param>
    /// <param name="classId">The index of the only output that is counted; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Precision(float? threshold = null, int? topK = null, int? classId = null)
        : this(threshold is float value ? [value] : null, topK, classId)
    {
    }

    /// <summary>Creates the metric for several thresholds, with a result for each.</summary>
    /// <param name="thresholds">The thresholds, from 0 to 1; null for the default of one threshold.</param>
    /// <param name="topK">The number of outputs of a row, the largest, that can be positive; null for all.</param>
    /// <param name="classId">The index of the only output that is counted; null for all.</param>
    /// <exception cref="ArgumentException">The list of thresholds is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Precision(IReadOnlyList<float>? thresholds, int? topK = null, int? classId = null)
        : base(thresholds, topK, classId)
    {
    }

    internal override double Ratio(double truePositives, double falsePositives, double falseNegatives)
    {
        double predicted = truePositives + falsePositives;
        return predicted == 0 ? 0 : truePositives / predicted;
    }

    internal static Precision From(Configuration configuration) =>
        new(ReadThresholds(configuration), ReadOptional(configuration, "top_k"), ReadOptional(configuration, "class_id"));
}
