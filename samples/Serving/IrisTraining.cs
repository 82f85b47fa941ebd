using System.Globalization;
using NeuralNet;

namespace Serving;

/// <summary>Trains the model that is served, which standardizes its inputs, so that clients send centimetres.</summary>
internal static class IrisTraining
{
    public static Model Run()
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "iris.csv")).Skip(1).Select(line => line.Split(','))];
        string[] species = [.. lines.Select(line => line[^1]).Distinct()];
        Tensor x = Array.ConvertAll(lines, line => Array.ConvertAll(line[..^1], cell => float.Parse(cell, CultureInfo.InvariantCulture)));
        Tensor y = Array.ConvertAll(lines, line => Array.IndexOf(species, line[^1]));
        var (train, test) = Split.TrainTest(x, y, testFraction: 0.2, seed: 1, stratify: y);

        var standardization = new Normalization();
        standardization.Adapt(train.X);
        Sequential model = new Sequential(4, seed: 1).Add(standardization).Dense(8, "tanh").Dense(3, "softmax");
        model.Labels = species;
        model.Compile(new Adam(learningRate: 0.01f), "sparse_categorical_crossentropy", "accuracy");
        model.Fit(train.X, train.Y, epochs: 100, batchSize: 16, verbose: Verbosity.Silent);
        double accuracy = model.Evaluate(test.X, test.Y)["accuracy"];
        Console.WriteLine(FormattableString.Invariant($"Trained; {accuracy:P0} of the test flowers are named rightly."));
        return model;
    }
}
