using System.Xml.Linq;
using NeuralNet.Explainability;

namespace NeuralNet.Plotting.Tests;

/// <summary>Tests of bars, waterfall and beeswarm, with values read from the axis.</summary>
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
        Assert.Equal($"f11: {NumberText.Format(values[11])}", tooltips[^1]);
        Assert.Contains("18 others together", picture.Texts);
        string others = $"{NumberText.Format(values.Skip(12).Sum())}, each at most {NumberText.Format(values[12])}";
        Assert.True(Picture.Has(picture.Text(others), "muted"));
    }

    /// <summary>The sum of many small values may exceed the maximum bar, which determines the axis.</summary>
    [Fact]
    public void OthersDoNotDwarfTheBars()
    {
        double[] values = [.. Enumerable.Repeat(1.0, 60)];
        var picture = new Picture(Plot.AttributionBars([.. values.Select((_, i) => $"f{i}")], values, maxFeatures: 5));
        double[] widths = [.. picture.All("rect", "raise").Select(bar => Picture.Number(bar, "width"))];
        Assert.Equal(5, widths.Length);
        Assert.All(widths, width => Assert.True(width > 400));
    }

    [Fact]
    public void TheWaterfallOfManyFeaturesEndsAtThePrediction()
    {
        double[] values = [.. Enumerable.Range(1, 30).Select(i => 1.0 / i)];
        var picture = new Picture(Plot.Waterfall([.. values.Select((_, i) => $"f{i}")], values, 0, values.Sum(), maxFeatures: 4));
        var bars = picture.All("rect").Where(bar => Picture.Tooltip(bar) is not null).ToArray();
        Assert.Equal(5, bars.Length);
        Assert.Equal($"26 others together: +{NumberText.Format(values.Skip(4).Sum())}", Picture.Tooltip(bars[4]));
        Assert.Equal(0.5, Picture.Number(bars[4], "opacity"));
        Func<double, double> x = picture.XAxis();
        Assert.Equal(values.Sum(), x(Picture.Number(bars[4], "x") + Picture.Number(bars[4], "width")), 0.02);
        Assert.DoesNotContain("not explained", picture.Texts);
    }

    /// <summary>A long name is shortened in the middle, so that its value remains readable; the tooltip contains the whole name.</summary>
    [Fact]
    public void ALongNameLeavesItsValue()
    {
        string name = string.Concat(Enumerable.Repeat("long name ", 12)) + "end";
        var picture = new Picture(Plot.AttributionBars([name], [0.5], ["5.1"]));
        XElement label = picture.All("text").Single(text => Picture.Tooltip(text) == $"{name} = 5.1");
        Assert.EndsWith("… = 5.1", Picture.TextOf(label), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-9)]
    [InlineData(123456.7)]
    public void NumbersStandBesideNamesAndBars(double unit)
    {
        string[] names = ["a feature of some length", "b", "c"];
        double[] values = [-unit, -0.99 * unit, 0.001 * unit];
        foreach (Plot plot in (Plot[])[Plot.AttributionBars(names, values), Plot.Waterfall(names, values, unit, values.Sum() + unit)])
            Assert.Empty(new Picture(plot).Overlaps());
    }

    [Fact]
    public void StandardErrorsAreWhiskers()
    {
        PermutationImportance importance = Examples.Importance("a");
        var picture = new Picture(Plot.PermutationImportance(importance));
        Func<double, double> x = picture.XAxis();
        var whiskers = picture.All("line", "whisker").Where(line => Picture.Number(line, "y1") == Picture.Number(line, "y2")).ToArray();
        Assert.Equal(2, whiskers.Length);
        (string _, double mean, double spread) = importance.Ranking[0];
        Assert.Equal(mean - spread, x(Picture.Number(whiskers[0], "x1")), 0.01);
        Assert.Equal(mean + spread, x(Picture.Number(whiskers[0], "x2")), 0.01);
        Assert.Contains(picture.Texts, text => text.StartsWith($"{NumberText.Format(mean)} ± ", StringComparison.Ordinal));
        Assert.DoesNotContain(picture.Texts, text => text.Contains("raises", StringComparison.Ordinal));
        Assert.Contains("mean_absolute_error worse by", picture.Texts);
    }

    [Fact]
    public void PicturesOfSeveralRowsStateTheMaxResidual()
    {
        AttributionSet set = new Lime(Examples.Network().Predict, Examples.Points(50)).ExplainRows(Examples.Points(5));
        double max = set.Max(row => Math.Abs(row.Residual!.Value)), minFit = set.Min(row => row.LocalFidelity!.Value);
        Assert.True(max > 1e-4);
        string expected = $"5 rows · residuals up to ±{NumberText.Format(max)} · R² of the local models from "
            + NumberText.Format(Math.Round(minFit, 3));
        foreach (Plot plot in (Plot[])[Plot.AttributionBars(set), Plot.Beeswarm(set)])
            Assert.Contains(expected, new Picture(plot).Texts);
    }

    [Fact]
    public void LimeStatesItsFit()
    {
        Attribution why = new Lime(Examples.Network().Predict, Examples.Points(50)).Explain(new float[] { 0.5f, -0.5f });
        string fit = $"R² of the local model {NumberText.Format(Math.Round(why.LocalFidelity!.Value, 3))}";
        Assert.Contains(fit, new Picture(Plot.AttributionBars(why)).Texts);
        Assert.Contains(fit, new Picture(Plot.ImageHeatMap(why, [1, 2])).Texts);
        Assert.Contains(new Picture(Plot.Waterfall(why)).Texts, text => text.EndsWith(fit, StringComparison.Ordinal));
        Assert.Empty(new Picture(Plot.AttributionBars(why)).Overlaps());
    }

    [Fact]
    public void AnOutputIsCalledByItsName()
    {
        Attribution why = Examples.Explainer().Explain(new float[] { 1, 3, -1 });
        var picture = new Picture(Plot.AttributionBars(why, outputName: "virginica"));
        Assert.Contains("Integrated gradients of virginica", picture.Texts);
        Assert.Contains("raises virginica", picture.Texts);
        Assert.Contains("lowers virginica", new Picture(Plot.Waterfall(why, outputName: "virginica")).Texts);
        AttributionSet set = Examples.Explainer().ExplainRows(new float[,] { { 1, 0, 0 }, { 0, 2, 1 } });
        Assert.Contains("Integrated gradients of virginica", new Picture(Plot.Beeswarm(set, outputName: "virginica")).Texts);
    }

    [Fact]
    public void AClassOfTheModelIsCalledByItsLabel()
    {
        Sequential model = new Sequential(3, seed: 2).Dense(2, "softmax");
        model.Labels = ["setosa", "virginica"];
        Attribution why = new IntegratedGradients(model, new float[] { 0, 0, 0 }).Explain(new float[] { 1, 3, -1 });
        string name = model.Labels[model.Predict(new float[,] { { 1, 3, -1 } }).ArgMax()[0]];
        var picture = new Picture(Plot.AttributionBars(why));
        Assert.Contains($"Integrated gradients of {name}", picture.Texts);
        Assert.Contains($"raises {name}", picture.Texts);
        Assert.Contains($"lowers {name}", new Picture(Plot.Waterfall(why)).Texts);
    }

    /// <summary>An outlier must not determine the scale of colours, which would give all other values the first colour.</summary>
    [Fact]
    public void ColoursRunBetweenPercentiles()
    {
        float[,] table = new float[101, 1];
        for (int i = 0; i < 100; i++)
            table[i, 0] = i;
        table[100, 0] = 1e6f;
        string[] styles = [.. new Picture(Plot.Beeswarm(["a"], new Tensor([101, 1]), table)).All("circle")
            .Select(point => point.Attribute("class")!.Value)];
        Assert.Equal("step-0", styles[5]);
        Assert.Equal("step-4", styles[50]);
        Assert.Equal("step-8", styles[95]);
        Assert.Equal("step-8", styles[100]);
    }

    [Fact]
    public void ARareValueStillHasItsColour()
    {
        float[,] table = new float[100, 1];
        table[7, 0] = 1;
        string[] styles = [.. new Picture(Plot.Beeswarm(["a"], new Tensor([100, 1]), table)).All("circle")
            .Select(point => point.Attribute("class")!.Value)];
        Assert.Equal("step-8", styles[7]);
        Assert.Equal("step-0", styles[8]);
    }

    [Fact]
    public void GroupsAreGrey()
    {
        Features features = new Features(Names).Group("group", 0, 1);
        AttributionSet set = new IntegratedGradients(Examples.Linear(), features: features).ExplainRows(
            new float[,] { { 1, 0, 0 }, { 0, 2, 1 }, { 3, 1, -1 } });
        var picture = new Picture(Plot.Beeswarm(set));
        double middle = Picture.Number(picture.Text("group"), "y") - 4;
        XElement[] points = [.. picture.All("circle").Where(circle => Math.Abs(Picture.Number(circle, "cy") - middle) < 21)];
        Assert.Equal(3, points.Length);
        Assert.All(points, point => Assert.True(Picture.Has(point, "muted")));
        Assert.Contains("group of columns, without a value of its own", picture.Texts);
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
    public void InvisibleResidualsAreOmitted() =>
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

    /// <summary>The columns of a model with an encoder have the texts of the row, also where a text has the name of its column in it.</summary>
    [Fact]
    public void ExplanationsByColumnShowTheTextsOfTheRow()
    {
        IRows rows = new Row { ["age"] = 30, ["city"] = "New York city" };
        FeatureSpace space = new FeatureSpace().FloatRescaled("age", 0.1f).StringCategorical("city").Adapt(rows);
        Sequential model = new Sequential(space, seed: 1).Dense(1);
        AttributionSet set = new InputXGradient(model).ExplainRows(rows);
        string[] tooltips = [.. new Picture(Plot.AttributionBars(set[0])).All("rect").Select(Picture.Tooltip).OfType<string>().Order()];
        Assert.Collection(
            tooltips, tooltip => Assert.StartsWith("age = 30: ", tooltip, StringComparison.Ordinal),
            tooltip => Assert.StartsWith("city = New York city: ", tooltip, StringComparison.Ordinal));
        Assert.Contains("city", new Picture(Plot.Beeswarm(set)).Texts);
        string encoded = Plot.AttributionBars(new InputXGradient(model).Explain(space.Encode(rows))).ToSvg();
        Assert.Contains("city = New York city", encoded, StringComparison.Ordinal);
        Assert.DoesNotContain("city = city", encoded, StringComparison.Ordinal);
        Assert.Contains("city unknown", Plot.NetworkDiagram(model).ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void ExplanationsOfManyRowsAreDrawn()
    {
        Tensor rows = new float[,] { { 1, 0, 0 }, { 0, 2, 1 }, { 3, 1, -1 } };
        AttributionSet set = Examples.Explainer().ExplainRows(rows);
        var bars = new Picture(Plot.AttributionBars(set));
        Assert.Contains("Integrated gradients of output 0", bars.Texts);
        Assert.Contains("mean |attribution|", bars.Texts);
        Func<double, double> x = bars.XAxis();
        XElement[] drawn = [.. bars.All("rect", "raise")];
        double[] importances = [.. set.Ranking.Select(feature => feature.Importance)];
        for (int i = 0; i < 3; i++)
            Assert.Equal(importances[i], x(Picture.Number(drawn[i], "x") + Picture.Number(drawn[i], "width")), 0.02);
        string Points(Plot plot) => string.Concat(new Picture(plot).All("circle").Select(circle =>
            $"{circle.Attribute("class")} {circle.Attribute("cx")}"));
        Assert.Equal(
            Points(Plot.Beeswarm(Names, new float[,] { { 2, 0, 0 }, { 0, -2, 0.5f }, { 6, -1, -0.5f } }, rows)),
                Points(Plot.Beeswarm(set)));
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
