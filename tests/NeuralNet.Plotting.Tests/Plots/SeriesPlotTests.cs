using System.Xml.Linq;

namespace NeuralNet.Plotting.Tests;

/// <summary>Tests of lines, points and partial dependence, with values read from the axes.</summary>
public class SeriesPlotTests
{
    [Fact]
    public void LinesGoThroughTheirPoints()
    {
        double[] x = [1, 2, 4], y = [10, -5, 20];
        var picture = new Picture(Plot.Line([new("first", x, y), new("second", [1, 4], [0, 0])], "time", "height"));
        AssertPoints(picture, picture.All("path", "line-0").Single(), x, y);
        AssertPoints(picture, picture.All("path", "line-1").Single(), [1, 4], [0, 0]);
        Assert.All(["time", "height", "first", "second"], text => Assert.Contains(text, picture.Texts));
    }

    [Fact]
    public void PointsStandAtTheirValues()
    {
        double[] x = [1, 2, 4], y = [10, -5, 20];
        var picture = new Picture(Plot.Scatter([new("only", x, y)]));
        Func<double, double> valueX = picture.XAxis(), valueY = picture.YAxis();
        XElement[] points = [.. picture.All("circle")];
        Assert.Equal(3, points.Length);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(x[i], valueX(Picture.Number(points[i], "cx")), 0.02);
            Assert.Equal(y[i], valueY(Picture.Number(points[i], "cy")), 0.1);
        }

        Assert.DoesNotContain("only", picture.Texts);
        Assert.Equal("only (1, 10)", Picture.Tooltip(points[0]));
    }

    /// <summary>The plot shows the data at the time of its creation.</summary>
    [Fact]
    public void LaterChangesAreNotDrawn()
    {
        double[] y = [1, 2];
        Plot plot = Plot.Line([new("a", [0, 1], y)]);
        string before = plot.ToSvg();
        y[0] = 7;
        Assert.Equal(before, plot.ToSvg());
    }

    [Fact]
    public void PartialDependenceIsAMeanOverACurveForEachRow()
    {
        var dependence = Examples.Dependence("a");
        var picture = new Picture(Plot.PartialDependence(dependence));
        XElement[] rows = [.. picture.All("path", "thin")];
        Assert.Equal(30, rows.Length);
        double[] grid = [.. dependence.GridValues.Select(value => (double)value)];
        AssertPoints(picture, picture.All("path", "bold").Single(), grid, [.. dependence.Mean]);
        for (int row = 0; row < 30; row += 7)
            AssertPoints(picture, rows[row], grid, [.. dependence.Curves.Row(row).ToArray().Select(value => (double)value)]);
        Assert.Contains("Partial dependence of output 0 on a", picture.Texts);
    }

    /// <summary>For y = a² + b, the centred curves of all rows are equal.</summary>
    [Fact]
    public void CenteredCurvesBeginAtZero()
    {
        var dependence = Examples.Dependence("a");
        var picture = new Picture(Plot.PartialDependence(dependence, centered: true, outputName: "price"));
        double[] grid = [.. dependence.GridValues.Select(value => (double)value)];
        double[] expected = [.. grid.Select(value => value * value - grid[0] * grid[0])];
        Assert.All(picture.All("path", "thin"), row => AssertPoints(picture, row, grid, expected));
        Assert.Contains("change of price", picture.Texts);
    }

    [Fact]
    public void ManyRowsAreDrawnInPart()
    {
        Tensor rows = Examples.Points(450);
        var dependence = Explainability.PartialDependence.Of(x => Examples.Columns(x, row => [row[0]]), rows, "x0");
        var picture = new Picture(Plot.PartialDependence(dependence));
        Assert.Equal(200, picture.All("path", "thin").Count());
        Assert.Contains("mean of 450 rows, 200 of which are drawn", picture.Texts);
    }

    [Fact]
    public void ACategoryHasAPlaceForEachName()
    {
        Tensor rows = new float[,] { { 1, 0, 2 }, { 0, 1, 3 }, { 1, 0, 4 } };
        Explainability.Features features = new Explainability.Features("red", "blue", "size").Group("colour", 0, 1);
        var dependence = Explainability.PartialDependence.Of(
            x => Examples.Columns(x, row => [row[0] * 5 + row[2]]), rows, "colour", features: features);
        var picture = new Picture(Plot.PartialDependence(dependence));
        Assert.Contains("red", picture.Texts);
        Assert.Contains("blue", picture.Texts);
        Assert.Equal(["red: 8", "blue: 3"], picture.All("line", "bold").Select(Picture.Tooltip).OfType<string>());
        Assert.DoesNotContain(picture.All("line", "axis"), line =>
            Picture.Number(line, "x1") == Picture.Number(picture.Text("red"), "x")
            && Math.Abs(Picture.Number(line, "y1") - Picture.Number(line, "y2")) > 10);
        Func<double, double> y = picture.YAxis();
        Assert.Equal(8, y(Picture.Number(picture.All("line", "bold").First(line => Picture.Tooltip(line) == "red: 8"), "y1")), 0.05);
    }

    private static void AssertPoints(Picture picture, XElement path, double[] x, double[] y)
    {
        Func<double, double> valueX = picture.XAxis(), valueY = picture.YAxis();
        (double X, double Y)[] points = Picture.Points(path);
        Assert.Equal(x.Length, points.Length);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(x[i], valueX(points[i].X), 0.02);
            Assert.Equal(y[i], valueY(points[i].Y), 0.02 * (1 + Math.Abs(y[i])));
        }
    }
}
