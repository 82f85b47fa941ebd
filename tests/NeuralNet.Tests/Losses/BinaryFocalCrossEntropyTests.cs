namespace NeuralNet.Tests;

public class BinaryFocalCrossEntropyTests
{
    [Theory]
    [InlineData(2, 0, false, false)]
    [InlineData(2, 0.1, true, false)]
    [InlineData(0, 0, false, false)]
    [InlineData(1, 0, true, true)]
    [InlineData(0.5, 0.2, true, true)]
    public void ValueAndGradientFollowTheFormula(double gamma, double smoothing, bool balancing, bool fromLogits)
    {
        var loss = new BinaryFocalCrossEntropy(balancing, 0.3f, (float)gamma, fromLogits, (float)smoothing);
        float[] target = [0, 1, 1, 0, 1, 0, 0, 1, 1], prediction = [.. Enumerable.Range(1, 9).Select(i => fromLogits ? i - 4.5f : i / 10f)];
        float[] value = new float[9], gradient = new float[9];
        loss.Evaluate(target, prediction, 1, value);
        loss.Gradient(target, prediction, 1, gradient);
        for (int i = 0; i < 9; i++)
        {
            double t = target[i];
            Assert.Equal(Naive(t, prediction[i]), value[i], 1e-5);
            Assert.Equal((Naive(t, prediction[i] + 1e-5) - Naive(t, prediction[i] - 1e-5)) / 2e-5, gradient[i],
                2e-5 * (1 + Math.Abs(gradient[i])));
        }

        double Naive(double target, double prediction)
        {
            double t = target * (1 - smoothing) + 0.5 * smoothing, p = fromLogits ? 1 / (1 + Math.Exp(-prediction)) : prediction;
            double right = t * p + (1 - t) * (1 - p), weight = balancing ? t * 0.3 + (1 - t) * 0.7 : 1;
            return -weight * Math.Pow(1 - right, gamma) * (t * Math.Log(p) + (1 - t) * Math.Log(1 - p));
        }
    }

    [Fact]
    public void SaturatedPredictionsGiveFiniteGradients()
    {
        float[] target = [1, 0, 1, 0], prediction = [1, 0, 0, 1], gradient = new float[4];
        new BinaryFocalCrossEntropy(gamma: 0.5f).Gradient(target, prediction, 1, gradient);
        Assert.All(gradient, value => Assert.True(float.IsFinite(value)));
    }
}
