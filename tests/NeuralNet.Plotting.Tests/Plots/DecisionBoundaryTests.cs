using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralNet.Plotting.Tests;

public partial class DecisionBoundaryTests
{
    private static readonly Tensor X = new float[,] { { -1, 10 }, { 3, 20 }, { 2, 40 }, { 0, 50 } };

    /// <summary>The boundary of p = (x₁ + 1)/4 is the line x₁ = 1.</summary>
    [Fact]
    public void TheBoundaryAndThePointsStandWhereTheAxesSay()
    {
        var picture = new Picture(
            Plot.DecisionBoundary(rows => Examples.Columns(rows, row => [(row[0] + 1) / 4]), X, new float[] { 0, 1, 1, 0 }));
        Func<double, double> x = XAxis(picture), y = picture.YAxis();
        (double X, double Y)[] line = Picture.Points(picture.All("path", "ink").Single());
        Assert.All(line, point => Assert.Equal(1, x(point.X), 0.01));
        Assert.Equal((50 - 10) * 1.2, line.Max(point => y(point.Y)) - line.Min(point => y(point.Y)), 0.6);

        double[][] circles =
            [.. picture.All("circle", "outlined").Skip(1).Select(
                circle => new[] { x(Picture.Number(circle, "cx")), y(Picture.Number(circle, "cy")) })];
        Assert.Equal(2, circles.Length);
        Assert.Equal(-1, circles[0][0], 0.02);
        Assert.Equal(10, circles[0][1], 0.2);
        Assert.Equal(0, circles[1][0], 0.02);
        Assert.Equal(50, circles[1][1], 0.2);
        Assert.Contains("4 of 4 points on the right side of the boundary", picture.Texts);
    }

    /// <summary>Every cell is painted once, in the colour of the class with an opacity by its margin.</summary>
    [Fact]
    public void ShadesAreTheLead()
    {
        Func<Tensor, Tensor> predict = rows => Examples.Columns(rows, row => [row[0] > 1 ? 0.75f : 0.5f, row[0] > 1 ? 0.25f : 0.5f]);
        var picture = new Picture(Plot.DecisionBoundary(predict, X, new float[] { 1, 0, 0, 1 }));
        var cells = picture.All("path", "crisp").Single();
        Assert.True(Picture.Has(cells, "fill-0"));
        Assert.Equal(0.6 * 0.5, Picture.Number(cells, "opacity"), 0.02);
        double[] from = [.. CellRun().Matches(cells.Attribute("d")!.Value)
            .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];
        Assert.Equal(112, from.Length);
        Assert.All(from, column => Assert.Equal(84, column));
    }

    [Fact]
    public void WrongPointsAreRinged()
    {
        var picture = new Picture(
            Plot.DecisionBoundary(rows => Examples.Columns(rows, row => [(row[0] + 1) / 4]), X, new float[] { 0, 1, 0, 0 }, ["no", "yes"]));
        Assert.Contains("3 of 4 points on the right side of the boundary", picture.Texts);
        Assert.Contains("on the wrong side", picture.Texts);
        Assert.Equal("no (2, 40)", Picture.Tooltip(picture.All("circle", "ringed").Single(circle => Picture.Has(circle, "fill-0"))));
    }

    [Fact]
    public void LabelsOfMinusOneAndOneSplitAtZero()
    {
        var picture = new Picture(
            Plot.DecisionBoundary(rows => Examples.Columns(rows, row => [row[0] - 1]), X, new float[] { -1, 1, 1, -1 }));
        Assert.Contains("4 of 4 points on the right side of the boundary", picture.Texts);
        Assert.All(Picture.Points(picture.All("path", "ink").Single()), point => Assert.Equal(1, XAxis(picture)(point.X), 0.01));
        Assert.Contains("−1", picture.Texts);
    }

    [Fact]
    public void AModelIsAsked()
    {
        Sequential model = new Sequential(2, seed: 1).Dense(1, "sigmoid");
        model.Parameters[0].SetValue(new float[,] { { 2 }, { 0 } });
        model.Parameters[1].SetValue(new float[] { -1 });
        var picture = new Picture(Plot.DecisionBoundary(model, X, new float[] { 0, 1, 1, 0 }, featureNames: ["length (cm)", "mass (g)"]));
        Assert.All(Picture.Points(picture.All("path", "ink").Single()), point => Assert.Equal(0.5, XAxis(picture)(point.X), 0.01));
        Assert.Contains("length (cm)", picture.Texts);
        Assert.Contains("mass (g)", picture.Texts);
    }

    [Fact]
    public void ThreeClassesMayBeNumbersOrOneHot()
    {
        Func<Tensor, Tensor> predict = rows =>
            Examples.Columns(rows, row => [row[0] < 0.5f ? 1 : 0, row[0] < 0.5f ? 0 : 0.6f, row[0] < 0.5f ? 0 : 0.4f]);
        string numbers = Plot.DecisionBoundary(predict, X, new float[] { 0, 1, 1, 0 }).ToSvg();
        Assert.Equal(numbers,
            Plot.DecisionBoundary(predict, X, new float[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 1, 0 }, { 1, 0, 0 } }).ToSvg());
    }

    [Fact]
    public void BadDataIsNamed()
    {
        Tensor y = new float[] { 0, 1, 1, 0 };
        Func<Tensor, Tensor> half = rows => Examples.Columns(rows, _ => [0.5f]);
        AssertError("shape (rows, 2)", () => Plot.DecisionBoundary(half, new Tensor([4, 3]), y));
        AssertError("shape (rows, 2)", () => Plot.DecisionBoundary(half, new Tensor([0, 2]), new Tensor([0])));
        AssertError("each of the 4 points", () => Plot.DecisionBoundary(half, X, new float[] { 0, 1 }));
        AssertError("class 2", () => Plot.DecisionBoundary(half, X, new float[] { 0, 1, 2, 0 }));
        AssertError("also has 0", () => Plot.DecisionBoundary(half, X, new float[] { -1, 1, 0, 1 }));
        AssertError("row 1, place 0", () =>
            Plot.DecisionBoundary(half, new float[,] { { 1, 1 }, { float.NaN, 1 }, { 1, 1 }, { 1, 1 } }, y));
        AssertError("NaN", () => Plot.DecisionBoundary(rows => Examples.Columns(rows, _ => [float.NaN]), X, y));
        AssertError("4 rows of outputs", () => Plot.DecisionBoundary(_ => new Tensor([1, 1]), X, y));
        AssertError("'classNames'", () => Plot.DecisionBoundary(half, X, y, ["one"]));
        AssertError("'featureNames'", () => Plot.DecisionBoundary(half, X, y, featureNames: ["one"]));
        Assert.Throws<ArgumentNullException>(() => Plot.DecisionBoundary((Model)null!, X, y));
        Assert.Throws<ArgumentNullException>(() => Plot.DecisionBoundary(half, X, null!));
    }

    private static void AssertError(string part, Action action) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    /// <summary>Returns the axis of the plot, above the scale of colours.</summary>
    private static Func<double, double> XAxis(Picture picture)
    {
        var axis = new Picture(picture.Root.ToString());
        double below = Picture.Number(
            axis.All("line", "axis").First(line => Picture.Number(line, "y2") - Picture.Number(line, "y1") == 4), "y2");
        foreach (var text in axis.All("text", "small").Where(text => Picture.Number(text, "y") > below + 14).ToArray())
            text.Remove();
        return axis.XAxis();
    }

    [GeneratedRegex(@"M(\d+) \d+H168V")]
    private static partial Regex CellRun();
}
