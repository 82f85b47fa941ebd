namespace NeuralNet.Tests;

/// <summary>Tests of the semantics of Keras's callbacks/early_stopping.py.</summary>
public class EarlyStoppingScenarioTests
{
    [Theory]
    [InlineData(0, 3)] // the first epoch that is not better ends it
    [InlineData(2, 4)]
    [InlineData(9, 7)]
    public void ItStopsAfterItsPatience(int patience, int epochs)
    {
        var stop = new EarlyStopping("score", patience: patience, mode: MonitorMode.Max);
        History history = new ScriptedFit(1, 2, 2, 1, 2, 2, 1).Run(stop);
        Assert.Equal(epochs, history.Epochs.Count);
        Assert.Equal(epochs == 7 ? null : epochs - 1, stop.StoppedEpoch);
    }

    [Fact]
    public void TheFirstEpochNeverEndsIt() =>
        Assert.Equal(2, new ScriptedFit(double.NaN, double.NaN, 1).Run(new EarlyStopping("score", mode: MonitorMode.Min)).Epochs.Count);

    [Fact]
    public void AnImprovementMustExceedMinDelta() =>
        Assert.Equal(2, new ScriptedFit(1, 0.9, 0.8).Run(new EarlyStopping("score", minDelta: 0.2f, mode: MonitorMode.Min)).Epochs.Count);

    [Fact]
    public void TheWaitRestartsOnlyBeyondTheBaseline()
    {
        // All are better than the one before, none but the last than the baseline by more than minDelta.
        var stop = new EarlyStopping("score", minDelta: 0.1f, patience: 3, mode: MonitorMode.Max, baseline: 3);
        Assert.Equal(4, new ScriptedFit(1, 2, 3.05, 3.06, 9).Run(stop).Epochs.Count);
    }

    [Fact]
    public void WatchingCanBeginLater() =>
        Assert.Equal(4, new ScriptedFit(9, 8, 1, 1, 1).Run(new EarlyStopping("score", mode: MonitorMode.Max, startFromEpoch: 2)).Epochs.Count);

    [Fact]
    public void TheBestWeightsAreRestoredEvenWithoutAStop()
    {
        var fit = new ScriptedFit(1, 5, 2);
        float[] best = [];
        var keep = new LambdaCallback(onEpochEnd: run => best = run.Epoch == 1 ? run.Parameters[0].Value.ToArray() : best);
        fit.Run(keep, new EarlyStopping("score", patience: 9, verbose: true, mode: MonitorMode.Max, restoreBestWeights: true));
        Assert.Equal(best, fit.Model.Parameters[0].Value.ToArray());
        Assert.Equal("Restoring model weights from the end of the best epoch: 2.\n", fit.Output.ToString());
    }

    [Fact]
    public void ItSaysWhenItStopped()
    {
        var fit = new ScriptedFit(1, 1, 1);
        fit.Run(new EarlyStopping("score", verbose: true, mode: MonitorMode.Max));
        Assert.Equal("Epoch 2: early stopping\n", fit.Output.ToString());
    }

    [Fact]
    public void AMissingFigureIsSaidOnceAndStopsNothing()
    {
        var fit = new ScriptedFit(1, 1, 1) { Verbose = Verbosity.OneLinePerEpoch };
        Assert.Equal(3, fit.Run(new EarlyStopping("val_loss")).Epochs.Count);
        Assert.Equal(
            ["Warning: 'val_loss' is watched but was not reported; there are loss, score. EarlyStopping does not end the training."],
            fit.Warnings);
    }

    [Theory]
    [InlineData("accuracy")]
    [InlineData("val_accuracy")]
    public void AnUnknownFigureHasNoDirection(string monitor)
    {
        var error = Assert.Throws<ArgumentException>(() => new ScriptedFit(1, 1).Run(new EarlyStopping(monitor)));
        Assert.Contains($"'{monitor}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Compile", error.Message, StringComparison.Ordinal);
    }
}
