namespace NeuralNet.Tests;

/// <summary>Layers that are random in training: what they draw, and that the same seed draws the same.</summary>
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
    public void DropoutOfAllLeavesZeros() => Assert.All(Train(new Dropout(1), Enumerable.Repeat(2f, Width)), value => Assert.Equal(0, value));

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
        values.ToArray().CopyTo(plan.Inputs[0].Data, 0);
        plan.Forward(isTraining: true, seed: 11);
        return plan.Outputs[0].ToArray();
    }
}
