using System.Globalization;

namespace NeuralNet.Tests;

/// <summary>Tests of model files that version 0.1 wrote, with the predictions of that version.</summary>
public class OldFileTests
{
    [Theory]
    [InlineData("functional_0_1", 12, 4)]
    [InlineData("sequential_0_1", 6, 5)]
    public void OldModelFilesGiveTheSamePredictions(string name, int rows, int columns)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Persistence", "Files");
        Model model = Model.Load(Path.Combine(folder, name + ".safetensors"));
        float[] expected = [.. File.ReadAllLines(Path.Combine(folder, name + ".txt")).Select(line => float.Parse(line, CultureInfo.InvariantCulture))];
        Tensor x = new([rows, columns], [.. Enumerable.Range(0, rows * columns)
            .Select(i => name == "functional_0_1" ? MathF.Sin(i * 1.7f) : i * 7 % 9)]);
        Close.To([.. expected.Select(value => (double)value)], model.Predict(x).Data, 1e-6, name);
        Assert.True(model.IsCompiled);
        model.TrainOnBatch(x, name == "functional_0_1" ? new Tensor([rows, 3]) : new Tensor([rows, 1]));
    }
}
