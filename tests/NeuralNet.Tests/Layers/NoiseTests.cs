using System.Runtime.Intrinsics;

namespace NeuralNet.Tests;

/// <summary>Tests of the values that random layers draw in training, and of their repeatability by the seed.</summary>
public class NoiseTests
{
    private const int Width = 100_003;

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    public void DropoutDropsItsShareAndScalesTheRest(float rate)
    {
        float[] output = Train(new Dropout(rate), Enumerable.Repeat(2f, Width));
        Assert.Equal(rate, output.Count(value => value == 0) / (double)Width, 5 * Math.Sqrt(rate * (1 - rate) / Width));
        Assert.All(output, value => Assert.True(value == 0 || value == 2 * (1 / (1 - rate))));
    }

    [Fact]
    public void DropoutOfAllLeavesZeros() =>
        Assert.All(Train(new Dropout(1), Enumerable.Repeat(2f, Width)), value => Assert.Equal(0, value));

    /// <summary>Along an axis of size 1 of the noise, values are kept or dropped together; along the others, individually.</summary>
    [Theory]
    [InlineData(false, new[] { 1, 40 })]
    [InlineData(true, new[] { 1, 40 })]
    [InlineData(true, new[] { 30, 1 })]
    [InlineData(false, new[] { 30, 40 })]
    public void DropoutDropsValuesTogetherByTheNoiseShape(bool isSameForAllSamples, int[] noise)
    {
        int?[] noiseShape = [isSameForAllSamples ? 1 : null, .. noise.Select(size => (int?)size)];
        var harness = new LayerHarness(new Dropout(0.5f, noiseShape), 1, new Shape(30, 40));
        Tensor ones = new([20, 30, 40]), gradient = new([20, 30, 40]);
        ones.AsSpan().Fill(1);
        gradient.AsSpan().Fill(3);
        ExecutionPlan plan = harness.NewPlan(20);
        Tensor output = harness.Forward(plan, [ones], isTraining: true);
        int different = 0, drawn = (isSameForAllSamples ? 1 : 20) * noise[0] * noise[1], dropped = 0;
        for (int i = 0; i < output.Length; i++)
        {
            int sample = i / 1200, step = i / 40 % 30, feature = i % 40;
            (int sample0, int step0, int feature0) = (isSameForAllSamples ? 0 : sample, noise[0] == 1 ? 0 : step, noise[1] == 1 ? 0
                : feature);
            different += output.AsSpan()[i] != output[sample0, step0, feature0] ? 1 : 0;
            dropped += (sample, step, feature) == (sample0, step0, feature0) && output.AsSpan()[i] == 0 ? 1 : 0;
        }

        Assert.Equal(0, different);
        Assert.Equal(0.5, dropped / (double)drawn, 5 * Math.Sqrt(0.25 / drawn));
        harness.Backward(plan, gradient);
        Assert.Equal([.. output.ToArray().Select(value => 3 * value)], plan.InputGradients[0]!.ToArray());
    }

    [Fact]
    public void ANoiseShapeThatDoesNotFitIsRefused()
    {
        foreach (int?[] noiseShape in (int?[][])[[1, 4], [null, 2, 4], [null, null, 3], [null, null, null, null]])
        {
            string message = Assert.Throws<ArgumentException>(() => new Sequential([3, 4]).Dropout(0.5f, noiseShape)).Message;
            Assert.Contains("(None, 3, 4)", message, StringComparison.Ordinal);
            Assert.Contains("noiseShape", message, StringComparison.Ordinal);
        }
    }

    /// <summary>The constructor refuses a setting that is invalid for inputs of any shape.</summary>
    [Fact]
    public void ANoiseShapeThatFitsNoInputIsRefusedByTheConstructor()
    {
        foreach (int?[] noiseShape in (int?[][])[[], [8, 1, 4], [null, 0], [1, -3], [0, 1]])
            BadInput.Refuses<ArgumentException>(() => new Dropout(0.5f, noiseShape), "noiseShape");
    }

    [Fact]
    public void GaussianNoiseHasItsMeanAndDeviation()
    {
        float[] output = Train(new GaussianNoise(0.5f), Enumerable.Repeat(3f, Width));
        double mean = output.Average(value => (double)value), variance = output.Average(value => (value - mean) * (value - mean));
        Assert.Equal(3, mean, 5 * 0.5 / Math.Sqrt(Width));
        Assert.Equal(0.25, variance, 5 * 0.25 * Math.Sqrt(2d / Width));
        double within = output.Count(value => Math.Abs(value - 3) < 0.5) / (double)Width;
        Assert.Equal(0.6827, within, 0.01);
    }

    [Fact]
    public void NormalNumbersFollowBoxAndMuller()
    {
        float[] values = new float[3 * 32 + 5];
        RandomFill.Normal(values, 2, new RandomStream(3));
        var lanes = new RandomLanes(new RandomStream(3));
        float[] uniform = new float[16], turns = new float[16];
        for (int i = 0; i < values.Length; i++)
        {
            if (i % 32 == 0)
            {
                lanes.NextSingles().CopyTo(uniform);
                lanes.NextSingles().CopyTo(turns);
            }

            // sin and cos of a whole turn, begun half a turn away.
            double radius = 2 * Math.Sqrt(-2 * Math.Log(1 - (double)uniform[i % 16])), angle = 2 * Math.PI * (turns[i % 16] - 0.5);
            Assert.Equal(radius * (i % 32 < 16 ? Math.Sin(angle) : Math.Cos(angle)), values[i], 3e-6);
        }
    }

    [Fact]
    public void AlphaDropoutKeepsMeanAndVariance()
    {
        var random = new RandomStream(7);
        float[] output = Train(new AlphaDropout(0.2f), Enumerable.Range(0, Width).Select(_ => (float)random.NextNormal()));
        double mean = output.Average(value => (double)value), variance = output.Average(value => (value - mean) * (value - mean));
        Assert.Equal(0, mean, 0.02);
        Assert.Equal(1, variance, 0.03);
    }

    [Fact]
    public void NeighboursAreIndependent()
    {
        float[] output = Train(new Dropout(0.5f), Enumerable.Repeat(1f, Width));
        for (int distance = 1; distance <= 32; distance++)
        {
            int both = Enumerable.Range(0, Width - distance).Count(i => output[i] == 0 && output[i + distance] == 0);
            Assert.Equal(0.25, both / (double)(Width - distance), 5 * Math.Sqrt(0.1875 / Width));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(300)]
    public void TheSameSeedDrawsTheSame(int width)
    {
        Assert.Equal(Draws(width, 1), Draws(width, 1));
        if (width > 1)
            Assert.NotEqual(Draws(width, 1), Draws(width, 2));
    }

    [Fact]
    public void PredictionIsNotNoisy()
    {
        Tensor x = new float[,] { { 1, 2, 3 } };
        var model = new Sequential(3).Dropout(0.5f).GaussianNoise(1).AlphaDropout(0.5f);
        Assert.Equal(x.ToArray(), model.Predict(x).ToArray());
    }

    private static float[] Draws(int width, int seed)
    {
        var values = new float[2 * width];
        RandomFill.KeepOrDrop(values.AsSpan(0, width), 0.5f, 1, new RandomStream(seed));
        RandomFill.Normal(values.AsSpan(width), 1, new RandomStream(seed));
        return values;
    }

    private static float[] Train(Layer layer, IEnumerable<float> values)
    {
        var input = new Input(Width);
        var plan = new ExecutionPlan(LayerGraph.Between([input], [input.Add(layer)]), 1);
        values.ToArray().CopyTo(plan.Inputs[0].Data);
        plan.Forward(isTraining: true, seed: 11);
        return plan.Outputs[0].ToArray();
    }
}
