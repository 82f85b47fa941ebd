namespace NeuralNet;

/// <summary>
/// Of what is positive, the share that was predicted so: TP / (TP + FN), 0 if nothing is. A prediction above the threshold is
/// positive, as is a target other than 0. Keras: metrics/confusion_metrics.py, <c>Recall</c>.
/// </summary>
public sealed class Recall : ThresholdMetric
{
    /// <summary>Makes the metric for one threshold.</summary>
    /// <param name="threshold">The threshold, from 0 to 1; 0.5 by default, and none with <paramref name="topK"/>.</param>
    /// <param name="topK">If given, only the k greatest outputs of a row can be positive.</param>
    /// <param name="classId">If given, only this output is looked at.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Recall(float? threshold = null, int? topK = null, int? classId = null)
        : this(threshold is float value ? [value] : null, topK, classId)
    {
    }

    /// <summary>Makes the metric for several thresholds, with a result for each.</summary>
    /// <param name="thresholds">The thresholds, from 0 to 1.</param>
    /// <param name="topK">If given, only the k greatest outputs of a row can be positive.</param>
    /// <param name="classId">If given, only this output is looked at.</param>
    /// <exception cref="ArgumentException">There is no threshold.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Recall(IReadOnlyList<float>? thresholds, int? topK = null, int? classId = null)
        : base(thresholds, topK, classId)
    {
    }

    /// <inheritdoc/>
    protected internal override string DefaultName => "recall";

    internal override double Ratio(double truePositives, double falsePositives, double falseNegatives)
    {
        double positives = truePositives + falseNegatives;
        return positives == 0 ? 0 : truePositives / positives;
    }

    internal static Recall From(Configuration configuration) =>
        new(ReadThresholds(configuration), ReadOptional(configuration, "top_k"), ReadOptional(configuration, "class_id"));
}
