using NeuralNet;

namespace Extensions.Tests;

/// <summary>Tests that training on a custom data set of a file is the same as on a tensor of its rows.</summary>
public sealed class DatasetTests : IDisposable
{
    private const int Rows = 300, Inputs = 3;

    private readonly string path = Path.GetTempFileName();
    private readonly Tensor x = new([Rows, Inputs]), y = new([Rows, 1]);

    public DatasetTests()
    {
        var random = new RandomStream(1);
        using var writer = new BinaryWriter(File.Create(path));
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < Inputs; i++)
                writer.Write(x[row, i] = 2 * random.NextSingle() - 1);
            writer.Write(y[row, 0] = x[row, 0] - 2 * x[row, 1] + 0.5f * x[row, 2]);
        }
    }

    public void Dispose() => File.Delete(path);

    /// <summary>The target is a plane, which is found to a thousandth of its variance, 1.75.</summary>
    [Fact]
    public void ShuffledAndPrefetchedRowsAreLearned()
    {
        Dataset data = new BinaryRows(path, Inputs).Shuffle(bufferSize: 100).Batch(16).Prefetch(4);
        Sequential model = NewModel(), again = NewModel();
        History history = model.Fit(data, new FitOptions { Epochs = 30, ValidationData = (x, y) });
        Assert.InRange(history["val_loss"][^1], 0, 0.00175);
        Assert.Equal(30, history.Epochs.Count);
        again.Fit(data, new FitOptions { Epochs = 30 });
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
    }

    [Fact]
    public void RowsInOrderAreTheTensor()
    {
        Sequential onTensors = NewModel(), onFile = NewModel();
        onTensors.Fit(x, y, batchSize: 16, epochs: 2, shuffle: false);
        onFile.Fit(new BinaryRows(path, Inputs).Prefetch(), new FitOptions { BatchSize = 16, Epochs = 2 });
        Assert.Equal(onTensors.Predict(x).ToArray(), onFile.Predict(new BinaryRows(path, Inputs)).ToArray());
        Assert.Equal(onTensors.Evaluate(x, y).Loss, onFile.Evaluate(new BinaryRows(path, Inputs)).Loss);
    }

    [Fact]
    public void AFileThatIsCutShortIsNamed()
    {
        using (FileStream stream = File.OpenWrite(path))
            stream.SetLength(stream.Length - 2);
        var error = Assert.Throws<InvalidOperationException>(() =>
            NewModel().Fit(new BinaryRows(path, Inputs), new FitOptions { BatchSize = 100 }));
        Assert.StartsWith($"Batch 3 of the training data (rows of {Path.GetFileName(path)}, in batches of 100) could not be read.", error.Message, StringComparison.Ordinal);
        Assert.IsType<EndOfStreamException>(error.InnerException);
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(Inputs, seed: 1).Dense(1);
        model.Compile(new Adam(learningRate: 0.02f), "mse");
        return model;
    }
}
