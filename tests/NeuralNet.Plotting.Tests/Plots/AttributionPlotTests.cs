using NeuralNet.Explainability;

namespace NeuralNet.Plotting.Tests;

/// <summary>Bars, waterfall and beeswarm, as a reader takes their values from the axis.</summary>
public class AttributionPlotTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public void BarsGoFromZeroToTheirValues()
    {
        var picture = new Picture(Plot.AttributionBars(Names, [0.2, -0.7, 0.4], ["1", "2", "3"]));
        Func<double, double> x = picture.XAxis();
        var bars = picture.All("rect").Where(bar => Picture.Tooltip(bar) is not null).ToArray();
        Assert.Equal(["b = 2: −0.7", "c = 3: +0.4", "a = 1: +0.2"], bars.Select(Picture.Tooltip));
        (double From, double To, string Style)[] expected = [(-0.7, 0, "lower"), (0, 0.4, "raise"), (0, 0.2, "raise")];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(expected[i].From, x(Picture.Number(bars[i], "x")), 0.003);
            Assert.Equal(expected[i].To, x(Picture.Number(bars[i], "x") + Picture.Number(bars[i], "width")), 0.003);
            Assert.True(Picture.Has(bars[i], expected[i].Style));
        }
    }

    [Fact]
    public void ManyFeaturesArePutTogether()
    {
        double[] values = [.. Enumerable.Range(1, 30).Select(i => 1.0 / i)];
        var picture = new Picture(Plot.AttributionBars([.. values.Select((_, i) => $"f{i}")], values));
        string[] tooltips = [.. picture.All("rect").Select(Picture.Tooltip).OfType<string>()];
        Assert.Equal(12, tooltips.Length);
        Assert.Equal($"19 others together: {NumberText.Format(values.Skip(11).Sum())}", tooltips[^1]);
    }

    [Fact]
    public void TheWaterfallLeadsFromTheBaseToThePrediction()
    {
        double[] values = [0.2, -0.7, 0.4];
        var picture = new Picture(Plot.Waterfall(Names, values, baseValue: 1, prediction: 0.8));
        Func<double, double> x = picture.XAxis();
        var bars = picture.All("rect").Where(bar => Picture.Tooltip(bar) is not null).ToArray();
        double level = 1;
        double[] steps = [-0.7, 0.4, 0.2, -0.1];
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Math.Min(level, level + steps[i]), x(Picture.Number(bars[i], "x")), 0.003);
            Assert.Equal(Math.Abs(steps[i]), x(Picture.Number(bars[i], "width")) - x(0), 0.003);
            level += steps[i];
        }

        Assert.Equal("not explained: −0.1", Picture.Tooltip(bars[3]));
        double[] marks = [.. picture.All("line", "mark").Select(mark => x(Picture.Number(mark, "x1")))];
        Assert.Equal(1, marks[0], 0.003);
        Assert.Equal(0.8, marks[1], 0.003);
    }

    [Fact]
    public void ResidualsTooSmallToSeeAreLeftOut() =>
        Assert.DoesNotContain("not explained", new Picture(Plot.Waterfall(Names, [0.2, -0.7, 0.4], 1, 0.9001)).Texts);

    [Fact]
    public void PointsStandAtTheirValuesInRowsByImportance()
    {
        var random = new Random(3);
        var values = new Tensor([80, 3]);
        for (int i = 0; i < values.Length; i++)
            values.AsSpan()[i] = (float)(random.NextDouble() - 0.4) * (i % 3 + 1);
        var picture = new Picture(Plot.Beeswarm(Names, values, values));
        Func<double, double> x = picture.XAxis();
        var points = picture.All("circle").ToArray();
        Assert.Equal(240, points.Length);
        for (int place = 0; place < 3; place++)
        {
            int feature = 2 - place;
            double middle = Picture.Number(picture.Text(Names[feature]), "y") - 4;
            for (int row = 0; row < 80; row++)
            {
                var point = points[80 * place + row];
                Assert.Equal(values[row, feature], x(Picture.Number(point, "cx")), 0.02);
                Assert.InRange(Picture.Number(point, "cy"), middle - 21, middle + 21);
            }

            float[] column = [.. Enumerable.Range(0, 80).Select(row => values[row, feature])];
            Assert.True(Picture.Has(points[80 * place + Array.IndexOf(column, column.Min())], "step-0"));
            Assert.True(Picture.Has(points[80 * place + Array.IndexOf(column, column.Max())], "step-8"));
        }
    }

    [Fact]
    public void AConstantFeatureHasTheMiddleColourAndNoFeatureValuesOneColour()
    {
        Tensor values = new float[,] { { 1, 2 }, { 3, 4 } };
        Assert.All(new Picture(Plot.Beeswarm(["a", "b"], values, new Tensor([2, 2]))).All("circle"), point =>
            Assert.True(Picture.Has(point, "step-4")));
        Assert.All(new Picture(Plot.Beeswarm(["a", "b"], values)).All("circle"), point => Assert.True(Picture.Has(point, "fill-0")));
    }

    [Fact]
    public void AnExplanationIsDrawnByItsOwnNamesAndContents()
    {
        Attribution why = Examples.Explainer().Explain(new float[] { 1, 3, -1 });
        Assert.Equal(
            Plot.AttributionBars(["b", "a", "c"], [-3, 2, -0.5], ["3", "1", "-1"], title: "Integrated gradients of output 0").ToSvg(),
            Plot.AttributionBars(why).ToSvg());
        Assert.Equal(
            Plot.Waterfall(["b", "a", "c"], [-3, 2, -0.5], 0.25, -1.25, ["3", "1", "-1"], title: "why").ToSvg(),
            Plot.Waterfall(why, "why").ToSvg());
    }

    [Fact]
    public void ConditionsOfLimeAreNotNamedTwice()
    {
        Tensor background = Examples.Columns(new Tensor([40, 3]), _ => [0, 0, 0]);
        var random = new Random(1);
        foreach (ref float value in background.AsSpan())
            value = random.NextSingle();
        Attribution why = new Lime(Examples.Linear().Predict, background, features: new Features(Names)).Explain(
            new float[] { 0.1f, 0.5f, 0.9f });
        string[] labels = [.. new Picture(Plot.AttributionBars(why)).Texts
            .Where(text => text.Contains('a', StringComparison.Ordinal) && text.Contains('≤', StringComparison.Ordinal))];
        Assert.Equal([why.Ranking.Single(feature => feature.Name == "a").Content], labels);
    }

    [Fact]
    public void ExplanationsOfManyRowsAreDrawn()
    {
        Tensor rows = new float[,] { { 1, 0, 0 }, { 0, 2, 1 }, { 3, 1, -1 } };
        AttributionSet set = Examples.Explainer().ExplainRows(rows);
        Assert.Equal(
            Plot.AttributionBars(
                Names, set.Importance, axisLabel: "mean |attribution|", title: "Integrated gradients of output 0 over 3 rows").ToSvg(),
            Plot.AttributionBars(set).ToSvg());
        Assert.Equal(
            Plot.Beeswarm(Names, new float[,] { { 2, 0, 0 }, { 0, -2, 0.5f }, { 6, -1, -0.5f } }, rows, title: "b").ToSvg(),
            Plot.Beeswarm(set, "b").ToSvg());
    }

    [Fact]
    public void AMethodWithoutABaseValueHasNoWaterfall()
    {
        Attribution why = new Saliency(Examples.Linear()).Explain(new float[] { 1, 2, -1 });
        Assert.Contains("AttributionBars", Assert.Throws<ArgumentException>(() => Plot.Waterfall(why)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BadDataIsNamed()
    {
        AssertError("at least 1 features", () => Plot.AttributionBars([], []));
        AssertError("each name, 3; it has 2", () => Plot.AttributionBars(Names, [1, 2]));
        AssertError("NaN in place 1", () => Plot.AttributionBars(Names, [1, double.NaN, 2]));
        AssertError("'contents'", () => Plot.AttributionBars(Names, [1, 2, 3], ["1"]));
        AssertError("null in place 0", () => Plot.AttributionBars([null!], [1]));
        AssertError("'prediction' is Infinity", () => Plot.Waterfall(Names, [1, 2, 3], 0, double.PositiveInfinity));
        AssertError("(rows, 3)", () => Plot.Beeswarm(Names, new Tensor([4, 2])));
        AssertError("(rows, 3)", () => Plot.Beeswarm(Names, new Tensor([0, 3])));
        AssertError("shape of the attributions", () => Plot.Beeswarm(Names, new Tensor([4, 3]), new Tensor([5, 3])));
        AssertError("row 0, place 2", () => Plot.Beeswarm(Names, new float[,] { { 0, 0, float.NaN } }));
    }

    private static void AssertError(string part, Action action) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
