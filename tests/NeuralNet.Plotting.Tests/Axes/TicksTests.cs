using System.Globalization;

namespace NeuralNet.Plotting.Tests;

public class TicksTests
{
    /// <summary>Returns intervals of all sizes, positions and signs.</summary>
    private static IEnumerable<Interval> Intervals()
    {
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            double length = Math.Pow(10, random.Next(-20, 20)) * (random.NextDouble() + 0.1);
            double from = length * (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(0, 5));
            yield return Interval.Between(from, from + length);
        }
    }

    [Fact]
    public void TicksAreRoundEvenAndInside()
    {
        foreach (Interval interval in Intervals())
        {
            for (int spaces = 2; spaces <= 10; spaces++)
            {
                Ticks ticks = Ticks.Within(interval, spaces);
                AssertRound(ticks.Step);
                Assert.InRange(ticks.Values.Count, 1, spaces + 1);
                Assert.True(ticks.Values.Count >= 2 || spaces < 4, $"{interval} has a single tick of {spaces + 1}");
                Assert.All(ticks.Values, value =>
                    Assert.InRange(value, interval.From - 1e-5 * ticks.Step, interval.To + 1e-5 * ticks.Step));
                Assert.True(interval.To - ticks.Values[^1] < ticks.Step * 1.001 && ticks.Values[0] - interval.From < ticks.Step * 1.001);
            }
        }
    }

    [Fact]
    public void TicksAroundEncloseTheInterval()
    {
        foreach (Interval interval in Intervals())
        {
            Ticks ticks = Ticks.Around(interval, 6);
            AssertRound(ticks.Step);
            Assert.InRange(ticks.Values.Count, 2, 7);
            Assert.Equal(ticks.Interval.From, ticks.Values[0]);
            Assert.Equal(ticks.Interval.To, ticks.Values[^1]);
            Assert.InRange(interval.From, ticks.Values[0] - 1e-5 * ticks.Step, ticks.Values[1]);
            Assert.InRange(interval.To, ticks.Values[^2], ticks.Values[^1] + 1e-5 * ticks.Step);
        }
    }

    [Fact]
    public void LabelsSayTheValueAndDiffer()
    {
        foreach (Interval interval in Intervals())
        {
            Ticks ticks = Ticks.Within(interval, 8);
            for (int i = 0; i < ticks.Values.Count; i++)
            {
                double read = double.Parse(ticks.Labels[i].Replace('−', '-'), CultureInfo.InvariantCulture);
                Assert.InRange(read, ticks.Values[i] - 1e-3 * ticks.Step, ticks.Values[i] + 1e-3 * ticks.Step);
            }

            Assert.Equal(ticks.Labels.Count, ticks.Labels.Distinct().Count());
        }
    }

    [Fact]
    public void CountsHaveWholeTicks()
    {
        Assert.Equal(["1", "2", "3"], Ticks.Within(Interval.Between(1, 3), 8, areWhole: true).Labels);
        Assert.Equal(["0", "5", "10"], Ticks.Within(Interval.Between(0, 10), 4, areWhole: true).Labels);
    }

    [Fact]
    public void LabelsAreShort()
    {
        Assert.Equal(["0", "0.2", "0.4", "0.6", "0.8", "1.0"], Ticks.Within(Interval.Between(0, 1), 5).Labels);
        Assert.Equal(["−1.0", "−0.5", "0", "0.5", "1.0"], Ticks.Around(Interval.Between(-1, 1), 4).Labels);
        Assert.Equal(["0", "1e9", "2e9"], Ticks.Within(Interval.Between(0, 2e9), 2).Labels);
        Assert.Equal(["−2e−7", "0", "2e−7"], Ticks.Within(Interval.Between(-3e-7, 3e-7), 3).Labels);
    }

    [Theory]
    [InlineData(0, 0, -1, 1)]
    [InlineData(5, 5, 4.5, 5.5)]
    [InlineData(-5, -5, -5.5, -4.5)]
    [InlineData(1, 1 + 1e-15, 0.9, 1.1)]
    public void AnIntervalOfOneValueIsWidened(double from, double to, double expectedFrom, double expectedTo)
    {
        var interval = Interval.Between(from, to);
        Assert.Equal(expectedFrom, interval.From, 1e-9);
        Assert.Equal(expectedTo, interval.To, 1e-9);
    }

    [Fact]
    public void ExtremesDoNotOverflow()
    {
        foreach (double value in (double[])[1e300, 5e-324, 1e-290, 1e150])
        {
            var interval = Interval.Of([-value, value, double.NaN, double.PositiveInfinity]);
            Assert.All(Ticks.Within(interval, 5).Values, tick => Assert.True(double.IsFinite(tick)));
            Assert.True(interval.From <= -value && interval.To >= value);
        }
    }

    private static void AssertRound(double step)
    {
        double mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-9));
        Assert.Contains(Math.Round(mantissa, 9), new[] { 1.0, 2.0, 5.0 });
    }
}
