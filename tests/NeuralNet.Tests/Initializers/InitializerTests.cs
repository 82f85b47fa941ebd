namespace NeuralNet.Tests;

/// <summary>Compares bounds and moments of many values with the formulas of the papers.</summary>
public class InitializerTests
{
    private const int FanIn = 400, FanOut = 200;

    public static TheoryData<string, double> Uniform => new()
    {
        { "glorot_uniform", Math.Sqrt(6.0 / (FanIn + FanOut)) },
        { "he_uniform", Math.Sqrt(6.0 / FanIn) },
        { "lecun_uniform", Math.Sqrt(3.0 / FanIn) },
        { "random_uniform", 0.05 },
    };

    /// <summary>The standard deviations, including the truncation at two deviations.</summary>
    public static TheoryData<string, double, double> Normal => new()
    {
        { "glorot_normal", Math.Sqrt(2.0 / (FanIn + FanOut)), Math.Sqrt(2.0 / (FanIn + FanOut)) * 2 / 0.87962566103423978 },
        { "he_normal", Math.Sqrt(2.0 / FanIn), Math.Sqrt(2.0 / FanIn) * 2 / 0.87962566103423978 },
        { "lecun_normal", Math.Sqrt(1.0 / FanIn), Math.Sqrt(1.0 / FanIn) * 2 / 0.87962566103423978 },
        { "truncated_normal", 0.05 * 0.87962566103423978, 0.1 },
        { "random_normal", 0.05, double.PositiveInfinity },
    };

    [Theory]
    [MemberData(nameof(Uniform))]
    public void UniformFillsItsBounds(string name, double limit)
    {
        float[] values = Fill(name, [FanIn, FanOut]);
        Assert.All(values, value => Assert.InRange(value, -limit, limit));
        Assert.InRange(values.Max(), 0.999 * limit, limit);
        Assert.InRange(values.Min(), -limit, -0.999 * limit);
        CheckMoments(values, limit / Math.Sqrt(3));
    }

    [Theory]
    [MemberData(nameof(Normal))]
    public void NormalHasItsDeviationAndItsCut(string name, double deviation, double cut)
    {
        float[] values = Fill(name, [FanIn, FanOut]);
        CheckMoments(values, deviation);
        Assert.True(values.Max(value => Math.Abs(value)) <= cut * (1 + 1e-6), $"{values.Max(value => Math.Abs(value))} is beyond {cut}");
        Assert.True(values.Max(value => Math.Abs(value)) > 1.9 * deviation);
    }

    [Theory]
    [InlineData(6, 6)]
    [InlineData(9, 4)]
    [InlineData(4, 9)]
    [InlineData(1, 5)]
    public void OrthogonalIsOrthonormalTimesItsGain(int rows, int columns)
    {
        float[] values = new float[rows * columns];
        new Orthogonal(gain: 3).Initialize(values, [rows, columns], new RandomStream(1));
        bool byColumns = rows >= columns;
        int vectors = Math.Min(rows, columns), length = Math.Max(rows, columns);
        for (int a = 0; a < vectors; a++)
        {
            for (int b = 0; b < vectors; b++)
            {
                double dot = 0;
                for (int k = 0; k < length; k++)
                    dot += (double)At(a, k) * At(b, k);
                Close.To(a == b ? 9 : 0, dot, 1e-5, $"{a}·{b}");
            }
        }

        float At(int vector, int k) => byColumns ? values[k * columns + vector] : values[vector * columns + k];
    }

    /// <summary>Keras uses the length of a vector for both fans, and all axes but the last for the inputs of other shapes.</summary>
    [Fact]
    public void FansOfVectorsAndOfMoreAxes()
    {
        Assert.Equal(50, VarianceScaling.FanIn(50));
        Assert.Equal(50, VarianceScaling.FanAverage(50));
        Assert.Equal(5, VarianceScaling.FanIn([5, 7]));
        Assert.Equal(6, VarianceScaling.FanAverage([5, 7]));
        Assert.Equal(1, VarianceScaling.FanIn([]));
    }

    private static float[] Fill(string name, Shape shape)
    {
        float[] values = new float[shape.Size];
        ((Initializer)name).Initialize(values, shape, new RandomStream(3));
        return values;
    }

    /// <summary>Checks that the mean and the deviation are within five standard errors.</summary>
    private static void CheckMoments(float[] values, double deviation)
    {
        double mean = values.Average(value => (double)value), variance = values.Average(value => (value - mean) * (value - mean));
        Assert.InRange(mean, -5 * deviation / Math.Sqrt(values.Length), 5 * deviation / Math.Sqrt(values.Length));
        Assert.InRange(Math.Sqrt(variance), deviation * (1 - 5 / Math.Sqrt(values.Length)), deviation * (1 + 5 / Math.Sqrt(values.Length)));
    }
}
