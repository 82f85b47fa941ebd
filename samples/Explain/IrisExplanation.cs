using NeuralNet;
using NeuralNet.Data;
using NeuralNet.Explainability;
using NeuralNet.Plotting;

namespace Explain;

/// <summary>Explains the prediction of a flower by its lengths.</summary>
internal static class IrisExplanation
{
    public static void Run(string folder, bool isQuick)
    {
        Table iris = Table.ReadCsv(Path.Combine(AppContext.BaseDirectory, "iris.csv"));
        string[] names = ["sepal_length", "sepal_width", "petal_length", "petal_width"];
        var ((x, y), (testX, testY)) = EveryFifthRow.ForTest(iris.ToTensor(names), iris.ToLabels("species"));
        Sequential model = new Sequential(4, seed: 42).Dense(16, "tanh").Dense(3, "softmax");
        model.Compile(new Adam(learningRate: 0.02f), "sparse_categorical_crossentropy", "accuracy");
        History history = model.Fit(x, y, epochs: isQuick ? 30 : 100, batchSize: 16, verbose: Verbosity.Silent);
        (model.Labels, model.FeatureNames) = (iris.CategoriesOf("species"), names);
        double accuracy = model.Evaluate(testX, testY)["accuracy"];
        Console.WriteLine(FormattableString.Invariant($"IRIS: accuracy {accuracy:P1} on flowers it has not seen"));

        Tensor flower = testX.Row(25).ToArray();
        Attribution shap = new KernelShap(model, x).Explain(flower);
        Console.WriteLine($"Why {shap.OutputName}?");
        Console.WriteLine(shap);
        Attribution lime = new Lime(model, x).Explain(flower, seed: 42);
        Console.WriteLine();
        Console.WriteLine(lime);
        Console.WriteLine();
        Console.WriteLine(Agreement.SideBySide(shap, lime));
        Console.WriteLine(Agreement.Describe(shap, lime, strongest: 2));
        if (lime.LocalFidelity < 0.5)
            Console.WriteLine("By its R² LIME's simple model explains less than half of what the real one does here: trust SHAP.");

        Console.WriteLine();
        AttributionSet flowers = new KernelShap(model, x).ExplainRows(testX, shap.Output);
        Console.WriteLine(flowers);
        Console.WriteLine();
        Console.WriteLine(PermutationImportance.Of(model, testX, testY, "accuracy", repeats: 10, seed: 42));
        Console.WriteLine();
        Console.WriteLine(PartialDependence.Of(model, x, "petal_length", shap.Output, points: 8));

        string why = $"Why {shap.OutputName}?";
        history.SavePlot(Path.Combine(folder, "iris-training.svg"));
        Plot.ConfusionMatrix(testY, model.Predict(testX), model.Labels).Save(Path.Combine(folder, "iris-confusion.svg"));
        Plot.Waterfall(shap, $"{why} By KernelSHAP").Save(Path.Combine(folder, "iris-shap.svg"));
        Plot.AttributionBars(lime, $"{why} By LIME").Save(Path.Combine(folder, "iris-lime.svg"));
        Plot.Beeswarm(flowers).Save(Path.Combine(folder, "iris-flowers.svg"));
    }
}
