using System.Globalization;
using NeuralNet;

/// <summary>The programs of docs/data-sets.md, word for word between the marks.</summary>
internal static class DataSets
{
    public static (History History, Evaluation Result, Tensor Predictions) Run()
    {
        // <page>
        static IEnumerable<(Tensor X, Tensor Y)> ReadRows(string path)
        {
            foreach (string line in File.ReadLines(path))
            {
                float[] row = Array.ConvertAll(line.Split(','), cell => float.Parse(cell, CultureInfo.InvariantCulture));
                yield return (row[..^1], row[^1..]);
            }
        }

        var model = new Sequential(2, seed: 1)
            .Dense(16, "tanh")
            .Dense(1);
        model.Compile(new Adam(learningRate: 0.01f), "mean_squared_error");

        Dataset training = Dataset.From(ReadRows("train.csv")).Shuffle(bufferSize: 1000).Batch(32).Prefetch();
        Dataset test = Dataset.From(ReadRows("test.csv"));

        History history = model.Fit(training, new FitOptions { Epochs = 10, ValidationData = test });
        Evaluation result = model.Evaluate(test);
        Tensor predictions = model.Predict(test);
        // </page>
        return (history, result, predictions);
    }
}
