using System.Globalization;
using NeuralNet;

/// <summary>The program of docs/data-sets.md that trains on a cache, word for word between the marks.</summary>
internal static class Caching
{
    public static History Run(Model model)
    {
        // <page>
        Dataset rows = Dataset.From(ReadRows("train.csv")).Cache("train.safetensors");
        Dataset validation = rows.Take(500), training = rows.Skip(500).Shuffle().Batch(32);

        History history = model.Fit(training, new FitOptions { Epochs = 10, ValidationData = validation });
        // </page>
        return history;
    }

    private static IEnumerable<(Tensor X, Tensor Y)> ReadRows(string path)
    {
        foreach (string line in File.ReadLines(path))
        {
            float[] row = Array.ConvertAll(line.Split(','), cell => float.Parse(cell, CultureInfo.InvariantCulture));
            yield return (row[..^1], row[^1..]);
        }
    }
}
