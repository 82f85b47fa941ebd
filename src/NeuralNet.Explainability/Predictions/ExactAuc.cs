namespace NeuralNet.Explainability;

/// <summary>
/// The exact area under a curve whose thresholds are the predictions themselves. For ROC it is the fraction of pairs of a positive and a
/// negative of which the positive has the larger prediction, where equal predictions count one half (Mann and Whitney, "On a test of
/// whether one of two random variables is stochastically larger than the other", 1947). The precision-recall curve is interpolated as
/// in <see cref="Auc"/>.
/// </summary>
internal static class ExactAuc
{
    /// <exception cref="ArgumentException">All targets are of one class.</exception>
    public static double Of(AucCurve curve, Tensor y, Tensor prediction)
    {
        float[] scores = prediction.ToArray(), targets = y.ToArray();
        Array.Sort(scores, targets);
        double truePositives = 0, falsePositives = 0, area = 0;
        for (int end = scores.Length; end > 0;)
        {
            int start = end;
            double positives = 0, negatives = 0;
            for (; start > 0 && scores[start - 1] == scores[end - 1]; start--)
            {
                if (targets[start - 1] != 0)
                    positives++;
                else
                    negatives++;
            }

            area += curve == AucCurve.Roc
                ? negatives * (truePositives + positives / 2)
                : PrecisionArea(positives, negatives, truePositives, falsePositives);
            truePositives += positives;
            falsePositives += negatives;
            end = start;
        }

        if (truePositives == 0 || falsePositives == 0)
            throw new ArgumentException(
                "The area under a curve needs targets of both classes, 0 and 1; y has one class alone.", nameof(y));
        return area / truePositives / (curve == AucCurve.Roc ? falsePositives : 1);
    }

    /// <summary>The integral of the precision over the true positives from one threshold to the next.</summary>
    private static double PrecisionArea(double positives, double negatives, double truePositives, double falsePositives)
    {
        double predicted = truePositives + falsePositives, more = positives + negatives, slope = positives / more;
        double logRatio = predicted > 0 ? Math.Log((predicted + more) / predicted) : 0;
        return slope * (positives + (truePositives - slope * predicted) * logRatio);
    }
}
