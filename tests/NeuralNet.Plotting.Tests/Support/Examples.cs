using NeuralNet.Explainability;

namespace NeuralNet.Plotting.Tests;

/// <summary>One small picture of each kind, by the name of the method that makes it.</summary>
internal static class Examples
{
    public static readonly Tensor X = new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
    public static readonly Tensor Y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };

    /// <summary>With a text in every place that takes one.</summary>
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
        [nameof(Plot.ImageHeatMap)] = text => Plot.ImageHeatMap(X, X, text),
        [nameof(Plot.HighlightedText)] = text => Plot.HighlightedText([text, "b"], [0.5, -1], text),
    };

    public static Sequential Network()
    {
        Sequential model = new Sequential(2, seed: 1).Dense(3, "tanh").Dense(1, "sigmoid");
        model.Parameters[0].SetValue(new float[,] { { 1, -2, 0.5f }, { 0, 4, -1 } });
        model.Parameters[1].SetValue(new float[] { 0.1f, -0.2f, 0 });
        return model;
    }

    /// <summary>y = 2·a − b + ½·c + ¼ as a model.</summary>
    public static Sequential Linear()
    {
        Sequential model = new Sequential(3, seed: 1).Dense(1);
        model.Parameters[0].SetValue(new float[,] { { 2 }, { -1 }, { 0.5f } });
        model.Parameters[1].SetValue(new float[] { 0.25f });
        return model;
    }

    public static IntegratedGradients Explainer() => new(Linear(), features: new Features("a", "b", "c"));

    /// <summary>Rows of outputs made by a formula of each row.</summary>
    public static Tensor Columns(Tensor rows, Func<float[], float[]> formula)
    {
        float[][] outputs = [.. Enumerable.Range(0, rows.Shape[0]).Select(row => formula(rows.Row(row).ToArray()))];
        return new Tensor([outputs.Length, outputs[0].Length], [.. outputs.SelectMany(output => output)]);
    }

    /// <summary>A history with these figures: one epoch for each value, NaN where there is none.</summary>
    public static History History(params (string Name, double Value)[] figures) =>
        History([.. figures.Select(figure => (figure.Name, new[] { figure.Value, figure.Value / 2, figure.Value / 4 }))]);

    public static History History((string Name, double[] Values)[] figures)
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new Sgd(), Loss.MeanSquaredError);
        return model.Fit(X, Y, epochs: figures.Max(figure => figure.Values.Length), verbose: Verbosity.Silent,
            callbacks: [new Figures(figures)]);
    }

    /// <summary>Puts given figures into the history, each for as many epochs as it has values.</summary>
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
