using System.Xml.Linq;
using NeuralNet.Explainability;
using NeuralNet.Plotting;

namespace NeuralNet.Aot;

/// <summary>Draws every plot and parses it as XML.</summary>
internal static class Plots
{
    public static void Run(string folder)
    {
        (Sequential model, Tensor x, Tensor y) = Data.TrainedOnClouds();
        History history = model.Fit(x, y, epochs: 2, validationSplit: 0.2, verbose: Verbosity.Silent);
        var shap = new ExactShapley(model.Predict, x, new Features("across", "up"));
        Attribution attribution = shap.Explain(x.Row(0).ToArray(), output: 0);
        AttributionSet set = shap.ExplainRows(new float[,] { { 1, 2 }, { 2, 1 }, { 0, 0 } }, output: 0);
        Plot[] plots =
        [
            Plot.TrainingCurves(history), Plot.NetworkDiagram(model), Plot.DecisionBoundary(model, x, y),
                Plot.ConfusionMatrix(y, model.Predict(x)),
            Plot.ActivationFunctions(Activation.ReLU, Activation.Tanh), Plot.AttributionBars(attribution), Plot.AttributionBars(set),
            Plot.Waterfall(attribution), Plot.Beeswarm(set), Plot.HighlightedText(["good", "bad"], [0.5, -0.5]),
            Plot.ImageHeatMap(new float[,] { { 0, 1 }, { 1, 0 } }, new float[,] { { 1, -1 }, { 0, 2 } }),
            Plot.ImageGrid(new Tensor([2, 3, 3, 3]), ["a", "b"]),
        ];
        foreach (Plot plot in plots)
        {
            foreach (Theme theme in Enum.GetValues<Theme>())
                Require.True(XDocument.Parse(plot.ToSvg(theme)).Root!.Descendants().Any());
        }

        string path = Path.Combine(folder, "training.svg");
        history.SavePlot(path);
        Require.True(XDocument.Load(path).Root!.Name.LocalName == "svg");
    }
}
