namespace NeuralNet.Plotting.Tests;

public class TrainingCurvesTests
{
    [Fact]
    public void CurvesGoThroughTheirValues()
    {
        double[] loss = [0.9, 0.4, 0.35, 0.1], validation = [1.1, 0.7, 0.5, 0.6];
        var picture = new Picture(Plot.TrainingCurves(Examples.History([("loss", loss), ("val_loss", validation)])));
        Func<double, double> epoch = picture.XAxis(), value = picture.YAxis();
        foreach ((string style, double[] values) in ((string, double[])[])[("line-0", loss), ("line-1", validation)])
        {
            (double X, double Y)[] points = Picture.Points(picture.All("path", "curve").Single(path => Picture.Has(path, style)));
            Assert.Equal(4, points.Length);
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(i + 1, epoch(points[i].X), 0.01);
                Assert.Equal(values[i], value(points[i].Y), 0.002);
            }
        }

        Assert.Contains("4 epochs · minimum validation loss 0.5 in epoch 3", picture.Texts);
        Assert.Contains("training", picture.Texts);
        Assert.Contains("validation", picture.Texts);
    }

    [Fact]
    public void EveryFigureHasAPanelTheLossFirst()
    {
        History history = Examples.History(("accuracy", 0.5), ("val_accuracy", 0.4), ("learning_rate", 0.1), ("val_only", 1));
        var picture = new Picture(Plot.TrainingCurves(history));
        Assert.Equal(["loss", "accuracy", "learning_rate", "only"], picture.All("text", "heading").Select(Picture.TextOf));
        Assert.Equal(5, picture.All("path", "curve").Count());
    }

    [Fact]
    public void WithoutValidationThereIsNoLegend() =>
        Assert.DoesNotContain("training", new Picture(Plot.TrainingCurves(Examples.History(("loss", 1)))).Texts);

    [Fact]
    public void ValuesThatAreNotFiniteLeaveGaps()
    {
        double[] loss = [1, 2, double.NaN, 3, double.PositiveInfinity, 2, 1];
        var picture = new Picture(Plot.TrainingCurves(Examples.History([("loss", loss)])));
        string path = picture.All("path", "curve").Single().Attribute("d")!.Value;
        Assert.Equal(2, path.Count(letter => letter == 'M'));
        Assert.Equal(2, path.Count(letter => letter == 'L'));
        Assert.Equal(3, picture.YAxis()(Picture.Number(picture.All("circle").Single(), "cy")), 0.01);
        Assert.Contains("7 epochs · gaps where 2 values are not finite", picture.Texts);
    }

    [Fact]
    public void AFigureWithoutFiniteValuesIsNoted() =>
        Assert.Contains("no finite values", new Picture(Plot.TrainingCurves(Examples.History([("x", [double.NaN, double.NaN])]))).Texts);

    [Fact]
    public void FiguresOfSomeEpochsStandAtTheirEpochs()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(), Loss.MeanSquaredError);
        History history = model.Fit(
            Examples.X, Examples.Y, epochs: 6, verbose: Verbosity.Silent, validationData: (Examples.X, Examples.Y), validationFreq: 2);
        var picture = new Picture(Plot.TrainingCurves(history));
        Func<double, double> epoch = picture.XAxis(), value = picture.YAxis();
        (double X, double Y)[] points = Picture.Points(picture.All("path", "dashed").Single());
        Assert.Equal(3, points.Length);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(2 * i + 2, epoch(points[i].X), 0.01);
            Assert.Equal(history["val_loss"][i], value(points[i].Y), 0.01);
        }
    }

    [Fact]
    public void OneEpochIsADot()
    {
        var picture = new Picture(Plot.TrainingCurves(Examples.History([("loss", [0.5])])));
        Assert.Empty(picture.All("path", "curve"));
        Assert.Single(picture.All("circle"));
        Assert.Contains("1 epoch", picture.Texts);
    }

    [Fact]
    public void AnEmptyHistoryIsRefused()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(), Loss.MeanSquaredError);
        History history = model.Fit(Examples.X, Examples.Y, epochs: 3, initialEpoch: 3, verbose: Verbosity.Silent);
        Assert.Contains("before Fit", Assert.Throws<ArgumentException>(() => Plot.TrainingCurves(history)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Plot.TrainingCurves(null!));
    }

    [Fact]
    public void SavePlotWritesTheCurves()
    {
        string path = Path.GetTempFileName();
        History history = Examples.History(("loss", 1));
        history.SavePlot(path, Theme.Dark);
        Assert.Equal(Plot.TrainingCurves(history).ToSvg(Theme.Dark), File.ReadAllText(path));
        File.Delete(path);
    }
}
