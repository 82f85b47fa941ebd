namespace NeuralNet.Explainability.Tests;

public class MeanSoftmaxTests
{
    // The ends of the ranges of the rules lie between; above 31.6 the way is halved.
    public static TheoryData<float> Steepnesses =>
    [
        0, 1e-3f, 1, 2.59f, 2.61f, 5, 7.19f, 7.21f, 10, 11.49f, 11.51f,
        15.69f, 15.71f, 20, 23.69f, 23.71f, 28, 31.59f, 31.61f, 70, 250, 900,
    ];

    [Theory]
    [MemberData(nameof(Steepnesses))]
    public void EqualsTheMeanOverManyPoints(float steepness)
    {
        foreach (int length in new[] { 2, 3, 10, 37 })
        {
            (float[] from, float[] to, float[] gradient) = Example(steepness, length);
            double[] expected = MeanOverManyPoints(from, to, gradient);
            new MeanSoftmax(length).Multiply(from, to, gradient);
            Examples.AssertClose(expected, [.. gradient.Select(value => (double)value)], Tolerance(steepness));
        }
    }

    [Theory]
    [MemberData(nameof(Steepnesses))]
    public void TimesThePathItIsTheChange(float steepness)
    {
        (float[] from, float[] to, _) = Example(steepness, length: 10);
        double[] start = Softmax(from), end = Softmax(to);
        var softmax = new MeanSoftmax(10);
        for (int output = 0; output < 10; output++)
        {
            float[] gradient = new float[10];
            gradient[output] = 1;
            softmax.Multiply(from, to, gradient);
            double rise = gradient.Select((value, i) => (double)value * ((double)to[i] - from[i])).Sum();
            Assert.Equal(end[output] - start[output], rise, (1 + steepness) * Tolerance(steepness));
        }
    }

    [Fact]
    public void ALogitFarBelowCountsWhereItComesUp()
    {
        float[] from = [0, -300, -1000], to = [0, 300, -1000], gradient = [0, 1, 0];
        double[] expected = MeanOverManyPoints(from, to, gradient);
        new MeanSoftmax(3).Multiply(from, to, gradient);
        Examples.AssertClose(expected, [.. gradient.Select(value => (double)value)], 1e-7);
        Assert.Equal(1.0 / 600, gradient[1], 1e-7);
    }

    [Fact]
    public void LogitsThatAreNotFiniteEnd()
    {
        float[] gradient = [0, 1];
        new MeanSoftmax(2).Multiply([0, float.NaN], [1, 1], gradient);
        Assert.All(gradient, value => Assert.True(float.IsNaN(value)));
        new MeanSoftmax(2).Multiply([0, 0], [float.PositiveInfinity, 1], gradient = [0, 1]);
        Assert.All(gradient, value => Assert.True(float.IsNaN(value)));
        new MeanSoftmax(2).Multiply([-1e30f, 0], [1e30f, 0], gradient = [0, 1]);
        Assert.All(gradient, value => Assert.True(float.IsFinite(value)));
    }

    private static (float[] From, float[] To, float[] Gradient) Example(float steepness, int length)
    {
        var random = new RandomStream(length);
        float[] from = new float[length], to = new float[length], gradient = new float[length];
        for (int i = 0; i < length; i++)
        {
            // The maximum and the minimum change occur, and the logits cross on the path.
            double share = i switch { 0 => -0.5, 1 => 0.5, _ => random.NextDouble() - 0.5 };
            double middle = 0.3 * steepness * share * (random.NextDouble() - 0.5) + random.NextDouble();
            from[i] = (float)(middle - steepness * share / 2);
            to[i] = (float)(middle + steepness * share / 2);
            gradient[i] = (float)(2 * random.NextDouble() - 1);
        }

        return (from, to, gradient);
    }

    /// <summary>The rule of the middles in double precision, which is exact to 1/points² for smooth functions.</summary>
    private static double[] MeanOverManyPoints(float[] from, float[] to, float[] gradient)
    {
        const int points = 30_000;
        double[] mean = new double[from.Length], z = new double[from.Length];
        for (int point = 0; point < points; point++)
        {
            double t = (point + 0.5) / points;
            for (int i = 0; i < z.Length; i++)
                z[i] = from[i] + t * ((double)to[i] - from[i]);
            double[] y = Softmax(z);
            double product = y.Select((value, i) => value * gradient[i]).Sum();
            for (int i = 0; i < z.Length; i++)
                mean[i] += y[i] * (gradient[i] - product) / points;
        }

        return mean;
    }

    private static double[] Softmax(float[] z) => Softmax([.. z.Select(value => (double)value)]);

    private static double[] Softmax(double[] z)
    {
        double maximum = z.Max();
        double[] terms = [.. z.Select(value => Math.Exp(value - maximum))];
        double sum = terms.Sum();
        return [.. terms.Select(term => term / sum)];
    }

    /// <summary>The values are of the order of 1, and so exact as the exponents, which are logits in single precision.</summary>
    private static double Tolerance(float steepness) => 1.2e-7 * (1 + 0.1 * steepness);
}
