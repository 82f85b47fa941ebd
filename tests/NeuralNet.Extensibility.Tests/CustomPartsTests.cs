using NeuralNet;

namespace Extensions.Tests;

/// <summary>
/// Tests of custom classes that use only the public API, in a separate namespace. Each part is one class, and all are trained together.
/// </summary>
public class CustomPartsTests
{
    [Fact]
    public void CustomPartsAreTrainedTogether()
    {
        Tensor x = Data(200, 3, seed: 1), y = new(new Shape(200, 1));
        for (int i = 0; i < 200; i++)
            y[i, 0] = 2 * x[i, 0] - x[i, 1] + 0.5f;
        var recorder = new LossRecorder();

        Sequential model = new Sequential(3, seed: 7)
            .Scale(2)
            .Dense(12, new SquareRootUnit(), kernelInitializer: new Alternating())
            .Dense(1);
        model.Compile(new SignDescent(0.003f), new LogisticDistance(), new MaxError(), "mae");
        History history = model.Fit(x, y, epochs: 80, verbose: Verbosity.Silent, callbacks: [recorder], validationSplit: 0.2);

        Assert.True(history["loss"][^1] < 0.1 * history["loss"][0], $"from {history["loss"][0]} to {history["loss"][^1]}");
        Assert.True(history["val_mae"][^1] < 0.2, $"{history["val_mae"][^1]}");
        Assert.Equal(history["loss"], recorder.Losses);
        Assert.Equal(["loss", "mae", "max_error", "val_loss", "val_mae", "val_max_error"], history.Names);
        Assert.True(model.Evaluate(x, y)["max_error"] >= model.Evaluate(x, y)["mae"]);
    }

    [Fact]
    public void CustomLayersWorkInFunctionalModelsToo()
    {
        var input = new Input(3, seed: 1);
        var model = new Model(input, input.Scale(2).Dense(1));
        Assert.Equal("scale", model.Layers[0].Name);
        Assert.Equal("scale/factor", model.Layers[0].Parameters[0].Name);
        Assert.Equal([2, 2, 2], model.Layers[0].Parameters[0].Value.ToArray());
    }

    [Fact]
    public void SameSeedGivesTheSameRun()
    {
        Assert.Equal(Train(), Train());

        static float[] Train()
        {
            Sequential model = new Sequential(3, seed: 7).Scale(1).Dense(1, kernelInitializer: new Alternating());
            model.Compile(new SignDescent(0.01f), "mse");
            model.Fit(Data(50, 3, seed: 1), Data(50, 1, seed: 2), epochs: 3, verbose: Verbosity.Silent);
            return model.Predict(Data(5, 3, seed: 3)).ToArray();
        }
    }

    [Fact]
    public void CustomPartsAreResumedFromABackup()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        using var cancellation = new CancellationTokenSource();
        var cancel = new LambdaCallback(onBatchEnd: run =>
        {
            if (run.Epoch == 2 && run.Step == 2)
                cancellation.Cancel();
        });
        (LossRecorder whole, LossRecorder first, LossRecorder second) = (new(), new(), new());
        float[] expected = Train([whole], CancellationToken.None);
        Train([first, cancel, new BackupAndRestore(folder, saveFreq: 1)], cancellation.Token);
        Assert.Equal(2, first.Losses.Count);
        Assert.Equal(expected, Train([second, new BackupAndRestore(folder, saveFreq: 1)], CancellationToken.None));
        Assert.Equal(whole.Losses, second.Losses);

        static float[] Train(Callback[] callbacks, CancellationToken cancellationToken)
        {
            Sequential model = new Sequential(3, seed: 7).Scale(1).Dense(1, kernelInitializer: new Alternating());
            model.Compile(new SignDescent(0.01f), "mse", new MaxError());
            History history = model.Fit(
                Data(50, 3, seed: 1), Data(50, 1, seed: 2), batchSize: 10, epochs: 5, verbose: Verbosity.Silent, callbacks: callbacks,
                cancellationToken: cancellationToken);
            return [.. model.Predict(Data(5, 3, seed: 3)).ToArray(), .. history.Epochs.Count > 0 ? history["max_error"].Select(value => (float)value) : []];
        }
    }

    /// <summary>The memory of a frame contains values of earlier batches, which a pass must not use.</summary>
    [Fact]
    public void PredictingIsRepeatable()
    {
        Sequential model = new Sequential(3, seed: 7).Scale(3).Dense(2, new SquareRootUnit());
        Tensor x = Data(10, 3, seed: 1);
        float[] first = model.Predict(x).ToArray();
        model.Predict(Data(10, 3, seed: 2));
        Assert.Equal(first, model.Predict(x).ToArray());
    }

    private static Tensor Data(int rows, int columns, long seed)
    {
        var random = new RandomStream(seed);
        var data = new Tensor(new Shape(rows, columns));
        foreach (ref float value in data.AsSpan())
            value = (float)random.NextNormal();
        return data;
    }
}
