namespace NeuralNet.Tests;

/// <summary>Compares the curve of gains and the exact curve with their definitions.</summary>
public class AUCOptionTests
{
    private static readonly float[] Target = [0, 0, 0, 1, 0, 1, 0, 1, 1, 1];
    private static readonly float[] Prediction = [0.1f, 0.2f, 0.3f, 0.3f, 0.4f, 0.4f, 0.6f, 0.6f, 0.8f, 0.9f];

    /// <summary>Points (1, 0), (1/3, 2/3) and (0, 1): TP = 5, 3, 0 and FP = 5, 1, 0 at the thresholds below 0, 0.5 and above 1.</summary>
    [Fact]
    public void GainsOfPrecisionAndRecall() =>
        Assert.Equal(2 / 3.0 * (1 / 3.0) + 1 / 3.0 * (5 / 6.0), ResultOf(new AUC(3, AUCCurve.PrecisionRecallGain), Target, Prediction),
            1e-9);

    /// <summary>
    /// TP = 7, 4, 0 and FP = 3, 0, 0: a gain of recall below 0 counts as 0, and nothing found has the gain 1 of precision.
    /// </summary>
    [Fact]
    public void GainsThatWouldBeNegativeCountAsZero() =>
        Assert.Equal(0.5, ResultOf(new AUC(3, AUCCurve.PrecisionRecallGain), [0, 0, 1, 1], [0, 0.5f, 0.3f, 0.9f], [1, 2, 3, 4]), 1e-9);

    [Theory]
    [InlineData(new float[] { 1, 1 })]
    [InlineData(new float[] { 0, 0 })]
    public void OneClassAloneHasFiniteGains(float[] target) =>
        Assert.True(double.IsFinite(ResultOf(new AUC(3, AUCCurve.PrecisionRecallGain), target, [0.2f, 0.7f])));

    /// <summary>Keras's divisor of the precision-recall area is at least 0, so that negative weights alone give 0.</summary>
    [Fact]
    public void NegativeWeightsAloneHaveNoArea() =>
        Assert.Equal(0, ResultOf(new AUC(3, AUCCurve.PrecisionRecall), [0, 0, 1, 1], [0, 0.5f, 0.3f, 0.9f], [-1, -2, -3, -4]));

    /// <summary>The exact area is the fraction of pairs in the right order, where equal pairs count half, on any scale.</summary>
    [Theory]
    [InlineData(1e-6f)]
    [InlineData(1)]
    [InlineData(50)]
    public void TheExactRocAreaIsTheShareOfOrderedPairs(float scale)
    {
        float[] target = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 1f : 0f)];
        float[] prediction = [.. TestData.Integers([300], 5, 40).ToArray().Select((value, i) => scale * (value - 20 + 9 * target[i]))];
        float[] weights = TestData.Uniform(300, 6, 0.1f, 2).ToArray();
        double ordered = 0, pairs = 0;
        for (int i = 0; i < 300; i++)
        {
            for (int k = 0; k < 300; k++)
            {
                if (target[i] == 0 || target[k] == 1)
                    continue;
                double weight = (double)weights[i] * weights[k];
                pairs += weight;
                ordered += weight * (prediction[i] > prediction[k] ? 1 : prediction[i] == prediction[k] ? 0.5 : 0);
            }
        }

        MetricAccumulator exact = new AUC(exact: true).CreateAccumulator();
        for (int start = 0; start < 300; start += 60)
            exact.Update(target.AsSpan(start, 60), prediction.AsSpan(start, 60), 1, weights.AsSpan(start, 60));
        Assert.Equal(ordered / pairs, exact.Result, 1e-9);
    }

    /// <summary>With a threshold between any two predictions, the approximation is exact too.</summary>
    [Theory]
    [InlineData(AUCCurve.Roc)]
    [InlineData(AUCCurve.PrecisionRecall)]
    [InlineData(AUCCurve.PrecisionRecallGain)]
    public void ThresholdsBetweenAllPredictionsAreExact(AUCCurve curve)
    {
        var between = new AUC(curve: curve, thresholds: [0.15f, 0.25f, 0.35f, 0.5f, 0.7f, 0.85f]);
        Assert.Equal(ResultOf(between, Target, Prediction), ResultOf(new AUC(curve: curve, exact: true), Target, Prediction), 1e-12);
    }

    [Fact]
    public void AnExactCurveTakesNoThresholds() =>
        Assert.Equal("thresholds", Assert.Throws<ArgumentException>(() => new AUC(thresholds: [0.5f], exact: true)).ParamName);

    private static double ResultOf(Metric metric, float[] target, float[] prediction, float[]? weights = null)
    {
        MetricAccumulator accumulator = metric.CreateAccumulator();
        accumulator.Update(target, prediction, 1, weights);
        return accumulator.Result;
    }
}
