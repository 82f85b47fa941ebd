namespace NeuralNet;

/// <summary>
/// Computes the area under a curve whose points belong to descending thresholds, from the sums of the weights of the positives and
/// negatives between each two thresholds, in ascending order of the predictions. Keras: metrics/confusion_metrics.py, <c>AUC.result</c>.
/// </summary>
internal static class AUCArea
{
    public static double Of(AUCCurve curve, ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives) => curve switch
    {
        AUCCurve.Roc => Roc(positives, negatives),
        AUCCurve.PrecisionRecall => PrecisionRecall(positives, negatives),
        _ => PrecisionRecallGain(positives, negatives),
    };

    /// <summary>Adds trapezia between the thresholds in descending order.</summary>
    private static double Roc(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        double area = 0, truePositives = 0;
        for (int i = positives.Length - 1; i >= 0; i--)
        {
            area += negatives[i] * (truePositives + positives[i] / 2);
            truePositives += positives[i];
        }

        double all = truePositives * Sum(negatives);
        return all == 0 ? 0 : area / all;
    }

    /// <summary>Interpolates true positives between two thresholds linearly in the number of positive predictions.</summary>
    private static double PrecisionRecall(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        double area = 0, truePositives = 0, predicted = 0;
        for (int i = positives.Length - 1; i >= 0; i--)
        {
            double more = positives[i] + negatives[i], slope = more > 0 ? positives[i] / more : 0;
            double intercept = truePositives - slope * predicted;
            double logRatio = predicted > 0 && predicted + more > 0 ? Math.Log((predicted + more) / predicted) : 0;
            area += slope * (positives[i] + intercept * logRatio);
            truePositives += positives[i];
            predicted += more;
        }

        return truePositives > 0 ? area / truePositives : 0;
    }

    /// <summary>
    /// Adds trapezia of the gain of precision over the gain of recall. Without true positives the gains are 1 and 0, and a gain of recall
    /// below 0 counts as 0, as in Keras.
    /// </summary>
    private static double PrecisionRecallGain(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        double allPositives = Sum(positives), allNegatives = Sum(negatives);
        double odds = allNegatives == 0 ? 0 : allPositives / allNegatives;
        double area = 0, truePositives = 0, falsePositives = 0, recallGain = 0, precisionGain = 1;
        for (int i = positives.Length - 1; i >= 0; i--)
        {
            (double lastRecallGain, double lastPrecisionGain) = (recallGain, precisionGain);
            truePositives += positives[i];
            falsePositives += negatives[i];
            if (truePositives != 0)
            {
                recallGain = Math.Max(0, 1 - odds * (allPositives - truePositives) / truePositives);
                precisionGain = 1 - odds * falsePositives / truePositives;
            }

            area += (recallGain - lastRecallGain) * (precisionGain + lastPrecisionGain) / 2;
        }

        return area;
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum;
    }
}
