namespace NeuralNet.Tests;

public class RegularizerTests
{
    private static readonly float[] Weights = [.. Enumerable.Range(-9, 19).Select(i => i / 4f)];

    [Fact]
    public void L1CountsMagnitudes() => Check(new L1(0.1f), w => 0.1 * Math.Abs(w), w => 0.1 * Math.Sign(w));

    [Fact]
    public void L1L2CountsBoth() => Check(new L1L2(0.1f, 0.3f), w => 0.1 * Math.Abs(w) + 0.3 * w * w, w => 0.1 * Math.Sign(w) + 0.6 * w);

    [Fact]
    public void L1L2IsWrittenWithBothFactors()
    {
        Regularizer again = Regularizer.Known.Read(Configuration.Describe(new L1L2(0.5f, 0.25f)));
        Assert.Equal("""{"class_name":"L1L2","config":{"l1":0.5,"l2":0.25}}""", Configuration.Describe(again).ToJsonString());
    }

    private static void Check(Regularizer regularizer, Func<double, double> penalty, Func<double, double> derivative)
    {
        Assert.Equal(Weights.Sum(w => penalty(w)), regularizer.Penalty(Weights), 1e-4);
        float[] gradient = [.. Enumerable.Repeat(0.5f, Weights.Length)];
        regularizer.AddGradient(Weights, gradient);
        for (int i = 0; i < Weights.Length; i++)
            Assert.Equal(0.5 + derivative(Weights[i]), gradient[i], 1e-5);
    }
}
