using static NeuralNet.Tests.FitExample;

namespace NeuralNet.Tests;

/// <summary>Tests of the data that Fit uses for validation.</summary>
public class FitValidationTests
{
    /// <summary>Keras: floor(n·(1 − split)) in doubles; 20·(1 − 0.9) is a little less than 2.</summary>
    [Theory]
    [InlineData(10, 0.3, 7)]
    [InlineData(10, 0.25, 7)]
    [InlineData(20, 0.9, 1)]
    [InlineData(10, 0.1, 9)]
    [InlineData(100, 0.2, 80)]
    [InlineData(1000, 0.7, 300)]
    [InlineData(3, 0.5, 1)]
    public void ValidationSplitIsRoundedAsInKeras(int rows, double split, int training)
    {
        var recorder = new HookRecorder();
        Linear().Fit(TestData.Normal([rows, 3], 1), TestData.Normal([rows, 1], 2), batchSize: 1, verbose: Verbosity.Silent,
            callbacks: [recorder], validationSplit: split);
        Assert.Equal((training, rows - training), (recorder.Count("BatchEnd"), recorder.Count("TestBatchEnd")));
    }

    [Fact]
    public void ValidationSplitTakesTheLastRowsBeforeShuffling()
    {
        Sequential model = Linear();
        History history = model.Fit(X, Y, verbose: Verbosity.Silent, validationSplit: 0.2);
        Tensor lastX = new([6, 3], X.AsSpan()[(24 * 3)..]), lastY = new([6, 1], Y.AsSpan()[24..]);
        Close.To(model.Evaluate(lastX, lastY).Loss, history["val_loss"][0], 1e-6, "val_loss");
    }

    [Fact]
    public void ValidationDataOverridesTheSplit()
    {
        Sequential model = Linear();
        var recorder = new HookRecorder();
        History history = model.Fit(
            X, Y, batchSize: 1, verbose: Verbosity.Silent, callbacks: [recorder], validationSplit: 0.5, validationData: (X, Y));
        Assert.Equal(30, recorder.Count("BatchEnd"));
        Close.To(model.Evaluate(X, Y).Loss, history["val_loss"][0], 1e-6, "val_loss");
    }

    [Fact]
    public void ValidationComesEveryFewEpochsAndHasItsOwnBatchSize()
    {
        var recorder = new HookRecorder();
        History history = Linear().Fit(
            X, Y, batchSize: 10, epochs: 5, verbose: Verbosity.Silent, callbacks: [recorder], validationData: (X, Y),
                validationBatchSize: 15, validationFreq: 2);
        Assert.Equal(5, history["loss"].Count);
        Assert.Equal(2, history["val_loss"].Count);
        Assert.Equal(4, recorder.Count("TestBatchEnd"));
    }

    [Fact]
    public void ValidationDoesNotDropOut()
    {
        var model = new Sequential(3, seed: 1).Dropout(0.9f).Dense(1);
        model.Compile(new SGD(0), "mse");
        History history = model.Fit(X, Y, verbose: Verbosity.Silent, validationData: (X, Y));
        Close.To(model.Evaluate(X, Y).Loss, history["val_loss"][0], 1e-6, "val_loss");
        Assert.NotEqual(history["loss"][0], history["val_loss"][0]);
    }
}
