using NeuralNet.Explainability;

namespace NeuralNet.Plotting.Tests;

/// <summary>
/// Tests that each invalid argument of each plot is an exception that names the argument, before anything is drawn or written.
/// </summary>
public class BadInputTests
{
    private static readonly Tensor X = Examples.X, Y = Examples.Y, Square = new float[,] { { 1, 2 }, { 3, 4 } };
    private static readonly Func<Tensor, Tensor> Half = rows => Examples.Columns(rows, _ => [0.5f]);
    private static readonly IReadOnlyList<string> Names = ["a", "b"];
    private static readonly Attribution Why = Examples.Explainer().Explain(new float[] { 1, 2, 3 });

    private static readonly (string What, Tensor? Table)[] BadTables =
    [
        ("null", null), ("one axis", new float[] { 1, 2 }), ("three axes", new Tensor([2, 2, 2])), ("no rows", new Tensor([0, 2])),
        ("another width", new Tensor([4, 3])), ("a number", new Tensor([])), ("NaN", new float[,] { { 0, 0 }, { 0, float.NaN } }),
        ("infinity", new float[,] { { 0, 0 }, { float.NegativeInfinity, 0 } }),
    ];

    private static readonly (string What, IReadOnlyList<double>? Values)[] BadValues =
    [
        ("null", null), ("too few", [1]), ("too many", [1, 2, 3]), ("NaN", [1, double.NaN]), ("infinity", [double.PositiveInfinity, 1]),
    ];

    private static readonly (string What, IReadOnlyList<string>? Names)[] BadNames =
    [
        ("too few", ["a"]), ("too many", ["a", "b", "c"]), ("null among them", ["a", null!]),
    ];

    private static readonly Dictionary<string, (string Argument, Action Act)> Mistakes = All().ToDictionary(
        mistake => $"{mistake.Argument} of {mistake.Plot}: {mistake.What}", mistake => (mistake.Argument, mistake.Act));

    public static TheoryData<string> MistakeNames => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(MistakeNames))]
    public void AMistakeIsNamed(string mistake)
    {
        (string argument, Action act) = Mistakes[mistake];
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(act);
        Assert.Equal(argument, exception.ParamName);
        Assert.InRange(exception.Message.Length, argument.Length + 15, 1000);
    }

    [Fact]
    public void SumsThatOverflowAreRefused()
    {
        double[] huge = [.. Enumerable.Repeat(1e300, 14)];
        string[] names = [.. Enumerable.Range(0, 14).Select(i => $"x{i}")];
        Assert.Throws<ArgumentException>(() => Plot.AttributionBars(names, huge));
        Assert.Throws<ArgumentException>(() => Plot.Waterfall(["a", "b"], [1e300, 1e300], 0, 0));
    }

    [Fact]
    public void AFileThatCannotBeWrittenIsUnchanged()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("neuralnet-plot-");
        try
        {
            Plot plot = Plot.HighlightedText(["a"], [1]);
            Assert.Contains("is a folder", Assert.Throws<IOException>(() => plot.Save(folder.FullName)).Message, StringComparison.Ordinal);
            string file = Path.Combine(folder.FullName, "a.svg");
            plot.Save(file);
            string before = File.ReadAllText(file);
            Assert.Throws<ArgumentOutOfRangeException>(() => plot.Save(file, (Theme)7));
            Assert.ThrowsAny<IOException>(() => plot.Save(Path.Combine(file, "b.svg")));
            Assert.Throws<ArgumentException>(() => plot.Save(Path.Combine(folder.FullName, "a\0.svg")));
            Assert.Throws<ArgumentNullException>(() => plot.Save(null!));
            Assert.ThrowsAny<IOException>(() => plot.Save(Path.Combine(folder.FullName, new string('a', 300) + ".svg")));
            Assert.Equal([file], Directory.GetFileSystemEntries(folder.FullName));
            Assert.Equal(before, File.ReadAllText(file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A plot shows the data at the time of its creation.</summary>
    [Fact]
    public void LaterChangesDoNotChangeThePlot()
    {
        Sequential model = Examples.Network();
        Tensor x = X.Clone(), values = Square.Clone(), featureValues = Square.Clone();
        List<string> names = ["a", "b"];
        List<double> numbers = [1, 2];
        Plot[] plots =
        [
            Plot.NetworkDiagram(model), Plot.DecisionBoundary(model, x, Y), Plot.Beeswarm(names, values, featureValues),
            Plot.AttributionBars(names, numbers), Plot.Waterfall(names, numbers, 0, 3), Plot.HighlightedText(names, numbers),
            Plot.ImageHeatMap(values, featureValues), Plot.ConfusionMatrix(Y, x, names), Plot.DecisionBoundary(Half, x, Y, names, names),
            Plot.NetworkDiagram(model, names),
        ];
        string[] before = [.. plots.Select(plot => plot.ToString())];
        foreach (Tensor tensor in model.Parameters.Select(parameter => parameter.Value).Append(x).Append(values).Append(featureValues))
            tensor.AsSpan().Fill(0.25f);
        (names[0], numbers[0]) = ("changed", 7);
        Assert.Equal(before, plots.Select(plot => plot.ToString()));
    }

    [Fact]
    public void AFunctionMayWriteIntoThePoints()
    {
        Tensor x = X.Clone();
        Plot.DecisionBoundary(
            rows =>
            {
                rows.AsSpan().Fill(9);
                return Half(rows);
            },
            x, Y);
        Assert.Equal(X.ToArray(), x.ToArray());
    }

    private static IEnumerable<(string Plot, string Argument, string What, Action Act)> All() =>
    [
        .. Boundaries(), .. Matrices(), .. Attributions(), .. Images(), .. Series(), .. Others(), .. Titles(),
    ];

    private static IEnumerable<(string, string, string, Action)> Boundaries()
    {
        const string plot = "DecisionBoundary";
        foreach ((string what, Tensor? table) in BadTables)
            yield return (plot, "x", what, () => Plot.DecisionBoundary(Half, table!, Y));
        foreach ((string what, IReadOnlyList<string>? names) in BadNames)
        {
            yield return (plot, "classNames", what, () => Plot.DecisionBoundary(Half, X, Y, names));
            yield return (plot, "featureNames", what, () => Plot.DecisionBoundary(Half, X, Y, featureNames: names));
        }

        Tensor[] labels =
        [
            new float[] { 0, 1, 1 }, new float[] { 0, 1, 2, 0 }, new float[] { 0, 1, float.NaN, 0 }, new float[] { 0.5f, 7, 1, 0 },
            new Tensor([4, 2, 2]), new Tensor([]), new Tensor([4, 0]), new float[] { -1, -1, 3, 1 },
        ];
        foreach (Tensor y in labels)
            yield return (plot, "y", $"{y.Shape} {string.Join(' ', y.ToArray().Take(4))}", () => Plot.DecisionBoundary(Half, X, y));
        yield return (plot, "y", "null", () => Plot.DecisionBoundary(Half, X, null!));
        yield return (plot, "model", "null", () => Plot.DecisionBoundary((Model)null!, X, Y));
        Sequential broken = Examples.Network();
        broken.Parameters[3].Value[0] = float.NaN;
        yield return (plot, "model", "NaN", () => Plot.DecisionBoundary(broken, X, Y));
        yield return (plot, "predict", "null", () => Plot.DecisionBoundary((Func<Tensor, Tensor>)null!, X, Y));
        foreach (Tensor? output in new[] { null, new Tensor([3, 1]), new Tensor([4, 0]), new Tensor([4, 1, 2]), new Tensor([]) })
            yield return (plot, "predict", $"gives {output?.Shape}", () => Plot.DecisionBoundary(_ => output!, X, Y));
        yield return (plot, "predict", "NaN", () => Plot.DecisionBoundary(rows => Examples.Columns(rows, _ => [1, float.NaN]), X, Y));
    }

    private static IEnumerable<(string, string, string, Action)> Matrices()
    {
        const string plot = "ConfusionMatrix";
        Tensor y = new float[] { 0, 1, 1 };
        foreach (Tensor? bad in new[]
        {
            null, new Tensor([0]), new Tensor([]), new Tensor([3, 0]), new Tensor([3, 2, 2]), new float[] { 0, 1, float.NaN },
            new float[] { 0, 1, -1 }, new float[] { 0.5f, 1.5f, 0 },
        })
        {
            string what = bad is null ? "null" : $"{bad.Shape} {string.Join(' ', bad.ToArray().Take(3))}";
            yield return (plot, "y", what, () => Plot.ConfusionMatrix(bad!, y));
            yield return (plot, "predictions", what, () => Plot.ConfusionMatrix(y, bad!));
        }

        yield return (plot, "predictions", "too few", () => Plot.ConfusionMatrix(y, new float[] { 0, 1 }));
        yield return (plot, "y", "too many classes", () => Plot.ConfusionMatrix(new float[] { 0, 1, 50 }, y));
        foreach ((string what, IReadOnlyList<string>? names) in BadNames)
            yield return (plot, "classNames", what, () => Plot.ConfusionMatrix(y, y, names));
    }

    private static IEnumerable<(string, string, string, Action)> Attributions()
    {
        foreach ((string what, IReadOnlyList<double>? values) in BadValues)
        {
            yield return ("AttributionBars", "values", what, () => Plot.AttributionBars(Names, values!));
            yield return ("Waterfall", "values", what, () => Plot.Waterfall(Names, values!, 0, 1));
            yield return ("HighlightedText", "values", what, () => Plot.HighlightedText(Names, values!));
        }

        foreach ((string what, IReadOnlyList<string>? names) in new (string, IReadOnlyList<string>?)[]
            { ("null", null), ("none", []), ("null among them", ["a", null!]) })
        {
            yield return ("AttributionBars", "names", what, () => Plot.AttributionBars(names!, [1, 2]));
            yield return ("Waterfall", "names", what, () => Plot.Waterfall(names!, [1, 2], 0, 1));
            yield return ("Beeswarm", "names", what, () => Plot.Beeswarm(names!, Square));
            yield return ("HighlightedText", "tokens", what, () => Plot.HighlightedText(names!, [1, 2]));
        }

        foreach ((string what, IReadOnlyList<string>? contents) in BadNames)
        {
            yield return ("AttributionBars", "contents", what, () => Plot.AttributionBars(Names, [1, 2], contents));
            yield return ("Waterfall", "contents", what, () => Plot.Waterfall(Names, [1, 2], 0, 1, contents));
        }

        foreach ((string what, Tensor? table) in BadTables)
        {
            yield return ("Beeswarm", "values", what, () => Plot.Beeswarm(Names, table!));
            if (table is not null)
                yield return ("Beeswarm", "featureValues", what, () => Plot.Beeswarm(Names, Square, table));
        }

        yield return ("Beeswarm", "featureValues", "another number of rows", () => Plot.Beeswarm(Names, Square, new Tensor([3, 2])));
        foreach (int count in (int[])[0, -1])
        {
            yield return ("AttributionBars", "maxFeatures", $"{count}", () => Plot.AttributionBars(Names, [1, 2], maxFeatures: count));
            yield return ("AttributionBars of a row", "maxFeatures", $"{count}", () => Plot.AttributionBars(Why, maxFeatures: count));
            yield return ("Waterfall", "maxFeatures", $"{count}", () => Plot.Waterfall(Names, [1, 2], 0, 3, maxFeatures: count));
            yield return ("Beeswarm", "maxFeatures", $"{count}", () => Plot.Beeswarm(Names, Square, maxFeatures: count));
            yield return ("PermutationImportance", "maxFeatures", $"{count}",
                () => Plot.PermutationImportance(Examples.Importance("a"), maxFeatures: count));
        }

        yield return ("PermutationImportance", "importance", "null", () => Plot.PermutationImportance(null!));
        yield return ("PartialDependence", "dependence", "null", () => Plot.PartialDependence(null!));
        yield return ("Waterfall", "baseValue", "NaN", () => Plot.Waterfall(Names, [1, 2], double.NaN, 1));
        yield return ("Waterfall", "prediction", "infinity", () => Plot.Waterfall(Names, [1, 2], 1, double.NegativeInfinity));
        yield return ("Waterfall", "attribution", "without a base value",
            () => Plot.Waterfall(new Saliency(Examples.Linear()).Explain(new float[] { 1, 2, 3 })));
        yield return ("Waterfall", "attribution", "null", () => Plot.Waterfall(null!));
        yield return ("AttributionBars", "attribution", "null", () => Plot.AttributionBars((Attribution)null!));
        yield return ("AttributionBars", "attributions", "null", () => Plot.AttributionBars((AttributionSet)null!));
        yield return ("Beeswarm", "attributions", "null", () => Plot.Beeswarm(null!));
    }

    private static IEnumerable<(string, string, string, Action)> Images()
    {
        const string plot = "ImageHeatMap";
        foreach (Tensor? bad in new[]
        {
            null, new Tensor([4]), new Tensor([0, 2]), new Tensor([2, 2, 0]), new Tensor([2, 2, 2, 2]), new Tensor([257, 2]),
            new Tensor([2, 257]), new Tensor([]), new float[,] { { 1, float.NaN }, { 0, 0 } },
        })
        {
            string what = bad is null ? "null" : $"{bad.Shape}";
            yield return (plot, "image", what, () => Plot.ImageHeatMap(bad!, Square));
            yield return (plot, "values", what, () => Plot.ImageHeatMap(Square, bad!));
        }

        yield return (plot, "values", "another shape", () => Plot.ImageHeatMap(Square, new Tensor([2, 3])));
        yield return (plot, "attribution", "null", () => Plot.ImageHeatMap(null!));
        yield return (plot, "attribution", "no image", () => Plot.ImageHeatMap(Why));
        yield return (plot, "imageShape", "another size", () => Plot.ImageHeatMap(Why, [2, 2]));
        yield return (plot, "imageShape", "one axis", () => Plot.ImageHeatMap(Why, [3]));
    }

    private static IEnumerable<(string, string, string, Action)> Series()
    {
        foreach ((string what, IReadOnlyList<PlotSeries>? series) in new (string, IReadOnlyList<PlotSeries>?)[]
        {
            ("null", null), ("none", []), ("null among them", [null!]), ("nine", [.. Enumerable.Repeat(new PlotSeries("a", [1], [2]), 9)]),
            ("no name", [new("", [1], [2])]), ("no x", [new("a", null!, [2])]), ("no points", [new("a", [], [])]),
            ("another length", [new("a", [1, 2], [3])]), ("NaN", [new("a", [1], [double.NaN])]),
            ("infinity", [new("a", [double.PositiveInfinity], [1])]),
        })
        {
            yield return ("Line", "series", what, () => Plot.Line(series!));
            yield return ("Scatter", "series", what, () => Plot.Scatter(series!));
        }

        yield return ("Line", "xLabel", "empty", () => Plot.Line([new("a", [1], [2])], xLabel: ""));
        yield return ("Scatter", "yLabel", "null", () => Plot.Scatter([new("a", [1], [2])], yLabel: null!));
    }

    private static IEnumerable<(string, string, string, Action)> Others()
    {
        yield return ("TrainingCurves", "history", "null", () => Plot.TrainingCurves(null!));
        yield return ("SavePlot", "history", "null", () => HistoryExtensions.SavePlot(null!, "a.svg"));
        yield return ("SavePlot", "path", "empty", () => Examples.History(("loss", 1)).SavePlot(""));
        yield return ("ActivationFunctions", "activations", "null", () => Plot.ActivationFunctions(null!));
        yield return ("ActivationFunctions", "activations", "none", () => Plot.ActivationFunctions([]));
        yield return ("ActivationFunctions", "activations", "null among them", () => Plot.ActivationFunctions([Activation.Tanh, null!]));
        yield return ("ActivationFunctions", "activations", "nine",
            () => Plot.ActivationFunctions([.. Enumerable.Repeat(Activation.Tanh, 9)]));
        yield return ("ActivationFunctions", "activations", "of a row", () => Plot.ActivationFunctions(Activation.Softmax));
        yield return ("ActivationFunctions", "from", "NaN", () => Plot.ActivationFunctions([Activation.Tanh], float.NaN, 1));
        yield return ("ActivationFunctions", "to", "from", () => Plot.ActivationFunctions([Activation.Tanh], 1, 1));
        yield return ("ActivationFunctions", "to", "infinity",
            () => Plot.ActivationFunctions([Activation.Tanh], 1, float.PositiveInfinity));
        Sequential network = new Sequential(2, seed: 1).Dense(2), broken = Examples.Network();
        broken.Parameters[0].Value[1, 1] = float.NaN;
        yield return ("NetworkDiagram", "model", "null", () => Plot.NetworkDiagram(null!));
        yield return ("NetworkDiagram", "model", "NaN", () => Plot.NetworkDiagram(broken));
        foreach ((string what, IReadOnlyList<string>? names) in BadNames)
        {
            yield return ("NetworkDiagram", "inputNames", what, () => Plot.NetworkDiagram(network, names));
            yield return ("NetworkDiagram", "outputNames", what, () => Plot.NetworkDiagram(network, outputNames: names));
        }
    }

    private static IEnumerable<(string, string, string, Action)> Titles()
    {
        yield return ("AttributionBars", "axisLabel", "empty", () => Plot.AttributionBars(Names, [1, 2], axisLabel: ""));
        yield return ("Waterfall", "axisLabel", "null", () => Plot.Waterfall(Names, [1, 2], 0, 1, axisLabel: null!));
        yield return ("Beeswarm", "axisLabel", "empty", () => Plot.Beeswarm(Names, Square, axisLabel: " "));
        yield return ("HighlightedText", "title", "null", () => Plot.HighlightedText(Names, [1, 2], null!));
    }
}
