using NeuralNet.Explainability;

namespace NeuralNet.Plotting.Tests;

/// <summary>A small plot of each kind, by the name of the method that creates it.</summary>
internal static class Examples
{
    public static readonly Tensor X = new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
    public static readonly Tensor Y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };

    /// <summary>The plots with a given text wherever a text is possible.</summary>
    public static IReadOnlyDictionary<string, Func<string, Plot>> All { get; } = new Dictionary<string, Func<string, Plot>>
    {
        [nameof(Plot.TrainingCurves)] = text => Plot.TrainingCurves(History(("loss", 1), ("val_loss", 2), (text, 3)), text),
        [nameof(Plot.ActivationFunctions)] = text => Plot.ActivationFunctions([Activation.Tanh, Activation.ReLU], -3, 3, text),
        [nameof(Plot.DecisionBoundary)] = text =>
            Plot.DecisionBoundary(rows => Columns(rows, row => [row[0]]), X, Y, [text, "b"], [text, text], text),
        [nameof(Plot.NetworkDiagram)] = text => Plot.NetworkDiagram(Network(), [text, "b"], [text], text),
        [nameof(Plot.ConfusionMatrix)] = text => Plot.ConfusionMatrix(Y, X, [text, "b"], text),
        [nameof(Plot.AttributionBars)] = text => Plot.AttributionBars([text, "b"], [0.25, -0.5], [text, "2"], text, text),
        [nameof(Plot.Waterfall)] = text => Plot.Waterfall([text, "b"], [0.25, -0.5], 1, 0.75, [text, "2"], text, text),
        [nameof(Plot.Beeswarm)] = text => Plot.Beeswarm([text, "b"], X, X, text, text),
        [nameof(Plot.PermutationImportance)] = text => Plot.PermutationImportance(Importance(text), text),
        [nameof(Plot.PartialDependence)] = text => Plot.PartialDependence(Dependence(text), centered: true, text, text),
        [nameof(Plot.Line)] = text => Plot.Line([new(text, [0, 1, 2], [1, 3, 2]), new("b", [0, 2], [2, 2])], text, text, text),
        [nameof(Plot.Scatter)] = text => Plot.Scatter([new(text, [0, 1, 2], [1, 3, 2]), new("b", [0, 2], [2, 2])], text, text, text),
        [nameof(Plot.ImageGrid)] = text => Plot.ImageGrid(X.Reshape([1, .. X.Shape]), [text], title: text),
        [nameof(Plot.ImageHeatMap)] = text => Plot.ImageHeatMap(X, X, text),
        [nameof(Plot.HighlightedText)] = text => Plot.HighlightedText([text, "b"], [0.5, -1], text),
    };

    /// <summary>Plots of data with a minimum and a maximum that are close or equal.</summary>
    public static IReadOnlyDictionary<string, Func<Plot>> Extremes { get; } = new Dictionary<string, Func<Plot>>
    {
        ["an image of one column"] = () => Plot.ImageHeatMap(new Tensor([200, 1]), new Tensor([200, 1])),
        ["an image of three columns"] = () => Plot.ImageHeatMap(Ramp(40, 3), Ramp(40, 3)),
        ["an image of one row"] = () => Plot.ImageHeatMap(Ramp(1, 200), Ramp(1, 200)),
        ["an image of one pixel"] = () => Plot.ImageHeatMap(Ramp(1, 1), Ramp(1, 1)),
        ["counts of seven digits"] = () => Plot.ConfusionMatrix(new Tensor([1_234_567]), new Tensor([1_234_567])),
        ["forty classes"] = () => Plot.ConfusionMatrix(Ramp(40, 1), Ramp(40, 1)),
        ["only negative values"] = () => Plot.AttributionBars(["a", "b"], [-1, -2e-7]),
        ["attributions of 0"] = () => Plot.AttributionBars(["a", "b"], [0, 0]),
        ["a waterfall of 0"] = () => Plot.Waterfall(["a", "b"], [0, 0], 0, 0),
        ["a waterfall of a constant"] = () => Plot.Waterfall(["a", "b"], [0, 0], 1 / 3.0, 1 / 3.0),
        ["a waterfall of steps too small for float"] = () => Plot.Waterfall(["a", "b"], [1e-8, -3e-8], 1, 1),
        ["a waterfall of great numbers"] = () => Plot.Waterfall(["a", "b"], [3e299, -1e299], 1e299, 3e299),
        ["points of 0"] = () => Plot.Beeswarm(["a", "b"], new Tensor([500, 2]), new Tensor([500, 2])),
        ["one negative point"] = () => Plot.Beeswarm(["a"], new float[,] { { -0.5f } }),
        ["words worth nothing"] = () => Plot.HighlightedText(["\n", "", "\n"], [0, 0, 0]),
        ["one epoch"] = () => TrainingCurves(1, 0.5),
        ["a constant loss"] = () => TrainingCurves(5, 0.25),
        ["a loss of 0"] = () => TrainingCurves(3, 0),
        ["a loss without numbers"] = () => TrainingCurves(3, double.NaN),
        ["a great loss"] = () => TrainingCurves(3, 1e300),
        ["a constant model"] = () => Plot.DecisionBoundary(rows => new Tensor([rows.Shape[0], 1]), X, Y),
        ["one point"] = () => Plot.DecisionBoundary(rows => Columns(rows, _ => [0, 1]), Ramp(1, 2), new float[] { 1 }),
        ["weights of 0"] = () => Plot.NetworkDiagram(new Sequential(20, seed: 1).Dense(13, kernelInitializer: "zeros")),
        ["a network without weights"] = () => Plot.NetworkDiagram(new Sequential(2, seed: 1).Dropout(0.1f)),
        ["tokens"] = () => Plot.NetworkDiagram(new Sequential(4, seed: 1).Embedding(9, 2).Flatten().Dense(1)),
        ["branches"] = () => Plot.NetworkDiagram(Branched()),
        ["one bar and many others"] = () => Plot.AttributionBars(["a", "b", "c"], [-1, -2, 0.5], maxFeatures: 1),
        ["a line of one point"] = () => Plot.Line([new("a", [1e9], [-3])]),
        ["points in one place"] = () => Plot.Scatter([new("a", [0, 0], [0, 0])]),
        ["great points"] = () => Plot.Scatter([new("a", [-1e299, 1e299], [0, 1e-299])]),
        ["an overflowing function"] = () => Plot.ActivationFunctions([Activation.Exponential], -200, 200),
        ["a constant function"] = () => Plot.ActivationFunctions([Activation.ReLU], -2, -1),
    };

    public static Sequential Network()
    {
        Sequential model = new Sequential(2, seed: 1).Dense(3, "tanh").Dense(1, "sigmoid");
        model.Parameters[0].SetValue(new float[,] { { 1, -2, 0.5f }, { 0, 4, -1 } });
        model.Parameters[1].SetValue(new float[] { 0.1f, -0.2f, 0 });
        return model;
    }

    /// <summary>Creates a model y = 2·a − b + ½·c + ¼.</summary>
    public static Sequential Linear()
    {
        Sequential model = new Sequential(3, seed: 1).Dense(1);
        model.Parameters[0].SetValue(new float[,] { { 2 }, { -1 }, { 0.5f } });
        model.Parameters[1].SetValue(new float[] { 0.25f });
        return model;
    }

    /// <summary>Creates a model with two dense branches of different size and an input that skips them, all concatenated.</summary>
    public static Model Branched()
    {
        var input = new Input(3, seed: 1);
        Node wide = input.Dense(5, "relu").BatchNormalization(), narrow = input.Dense(2, "tanh");
        Node joined = wide.Concatenate(narrow);
        return new Model(input, joined.Dense(3).Add(input).LayerNormalization().Dense(2, "softmax"), "branched");
    }

    /// <summary>Explains many rows of two features, the first of which has a given name.</summary>
    public static PermutationImportance Importance(string name) => Explainability.PermutationImportance.Of(
        rows => Columns(rows, row => [2 * row[0] + row[1] * 0.1f]), Points(30), Columns(Points(30), row => [2 * row[0]]),
        Metric.MeanAbsoluteError, features: new Features(name, "b"));

    public static PartialDependence Dependence(string name) => Explainability.PartialDependence.Of(
        rows => Columns(rows, row => [row[0] * row[0] + row[1]]), Points(30), name, features: new Features(name, "b"));

    /// <summary>Returns rows of two numbers from −1 to 1.</summary>
    public static Tensor Points(int rows)
    {
        var random = new Random(5);
        return Columns(new Tensor([rows, 1]), _ => [2 * random.NextSingle() - 1, 2 * random.NextSingle() - 1]);
    }

    public static IntegratedGradients Explainer() => new(Linear(), features: new Features("a", "b", "c"));

    /// <summary>Returns a tensor of 0, 1, 2, … in row-major order.</summary>
    private static Tensor Ramp(int rows, int columns) =>
        new([rows, columns], [.. Enumerable.Range(0, rows * columns).Select(i => (float)i)]);

    private static Plot TrainingCurves(int epochs, double value) =>
        Plot.TrainingCurves(History([("loss", Enumerable.Repeat(value, epochs).ToArray())]));

    /// <summary>Computes rows of outputs by a formula for each row.</summary>
    public static Tensor Columns(Tensor rows, Func<float[], float[]> formula)
    {
        float[][] outputs = [.. Enumerable.Range(0, rows.Shape[0]).Select(row => formula(rows.Row(row).ToArray()))];
        return new Tensor([outputs.Length, outputs[0].Length], [.. outputs.SelectMany(output => output)]);
    }

    /// <summary>Creates a history with the given figures: one epoch for each value, NaN for a missing value.</summary>
    public static History History(params (string Name, double Value)[] figures) =>
        History([.. figures.Select(figure => (figure.Name, new[] { figure.Value, figure.Value / 2, figure.Value / 4 }))]);

    public static History History((string Name, double[] Values)[] figures)
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(), Loss.MeanSquaredError);
        return model.Fit(X, Y, epochs: figures.Max(figure => figure.Values.Length), verbose: Verbosity.Silent,
            callbacks: [new Figures(figures)]);
    }

    /// <summary>A callback that adds given figures to the history, one value in each epoch.</summary>
    private sealed class Figures((string Name, double[] Values)[] figures) : Callback
    {
        protected override void OnEpochEnd(TrainingRun run)
        {
            foreach ((string name, double[] values) in figures)
            {
                if (run.Epoch < values.Length)
                    run.Logs.Set(name, values[run.Epoch]);
            }
        }
    }
}
