namespace NeuralNet.Tests;

public class ConstraintTests
{
    private static readonly Shape Shape = [3, 300];

    [Fact]
    public void MaxNormShortensLongColumnsOnly() => Check(new MaxNorm(1.2f), 0, norm => Math.Min(norm, 1.2));

    [Fact]
    public void MaxNormTakesRowsAlongTheLastAxis() => Check(new MaxNorm(5, axis: -1), 1, norm => Math.Min(norm, 5));

    [Fact]
    public void UnitNormMakesColumnsOfLengthOne() => Check(new UnitNorm(), 0, _ => 1);

    [Fact]
    public void MinMaxNormGoesPartOfTheWay() =>
        Check(new MinMaxNorm(0.8f, 1, rate: 0.25f), 0, norm => 0.25 * Math.Clamp(norm, 0.8, 1) + 0.75 * norm);

    [Fact]
    public void NonNegativeCutsAtZero()
    {
        float[] values = [-1, 0, 2, -0.5f];
        new NonNegative().Apply(values, 4);
        Assert.Equal([0, 0, 2, 0], values);
    }

    [Fact]
    public void AnAxisThatIsNotThereIsRefused() =>
        Assert.Throws<ArgumentException>(() => new MaxNorm(axis: 2).Apply(new float[Shape.Size], Shape));

    [Fact]
    public void ItIsPutIntoForceAfterAnUpdate()
    {
        var training = new OptimizerBench(new SGD(1), 3, seed: 1, new NonNegative());
        training.Step([10, 10, -10]);
        Assert.Equal(0, training.Weights()[0]);
        Assert.True(training.Weights()[2] > 0);
    }

    [Theory]
    [InlineData("max_norm")]
    [InlineData("non_neg")]
    [InlineData("unit_norm")]
    [InlineData("min_max_norm")]
    public void ConfigurationsAreReadBack(string name)
    {
        Constraint constraint = name;
        string written = Configuration.Describe(constraint).ToJsonString();
        Assert.Equal(written, Configuration.Describe(Constraint.Known.Read(Configuration.Describe(constraint))).ToJsonString());
    }

    private static void Check(Constraint constraint, int axis, Func<double, double> wanted)
    {
        var random = new Random(7);
        var before = new Tensor(Shape, [.. Enumerable.Range(0, Shape.Size).Select(_ => (float)(2 * random.NextDouble() - 1))]);
        Tensor after = before.Clone();
        constraint.Apply(after.AsSpan(), Shape);
        for (int line = 0; line < Shape[1 - axis]; line++)
        {
            (int Row, int Column)[] places = [.. Enumerable.Range(0, Shape[axis]).Select(k => axis == 0 ? (k, line) : (line, k))];
            double norm = Math.Sqrt(places.Sum(place => (double)before[place.Row, place.Column] * before[place.Row, place.Column]));
            foreach ((int row, int column) in places)
                Assert.Equal(before[row, column] * wanted(norm) / (1e-7 + norm), after[row, column], 1e-5);
        }
    }
}
