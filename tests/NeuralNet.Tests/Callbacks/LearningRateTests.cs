namespace NeuralNet.Tests;

/// <summary>Tests of callbacks that change the learning rate: Keras's reduce_lr_on_plateau.py and learning_rate_scheduler.py.</summary>
public class LearningRateTests
{
    [Fact]
    public void AScheduleSetsTheRateOfEachEpoch()
    {
        History history = new ScriptedFit(1, 1, 1).Run(new LearningRateScheduler((epoch, rate) => epoch == 0 ? 0.25f : rate / 2));
        Assert.Equal([0.25, 0.125, 0.0625], history["learning_rate"]);
        Assert.Equal("learning_rate", history.Names[^1]);
    }

    [Fact]
    public void APlateauLowersTheRate()
    {
        var fit = new ScriptedFit(1, 1, 1, 0.5, 0.5, 0.5, 0.5);
        var callback = new ReduceLROnPlateau("score", factor: 0.5f, patience: 2, verbose: true, mode: MonitorMode.Min);
        // Two epochs that are no better lower it; the rate of an epoch is reported as it was in it.
        Assert.Equal([0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125], fit.Run(callback)["learning_rate"]);
        Assert.Equal(
            "Epoch 3: ReduceLROnPlateau reducing learning rate to 0.25.\nEpoch 6: ReduceLROnPlateau reducing learning rate to 0.125.\n",
            fit.Output.ToString());
    }

    /// <summary>Numbers have the format of Python's repr(float).</summary>
    [Theory]
    [InlineData(1, "1.0")]
    [InlineData(0.5, "0.5")]
    [InlineData(0, "0.0")]
    [InlineData(20, "20.0")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.000025, "2.5e-05")]
    [InlineData(12345678, "12345678.0")]
    [InlineData(1e16, "1e+16")]
    public void RatesAreWrittenAsInKeras(float rate, string text)
    {
        var fit = new ScriptedFit(1);
        fit.Run(new LearningRateScheduler((_, _) => rate, verbose: true));
        Assert.Equal($"Epoch 1: LearningRateScheduler setting learning rate to {text}.\n", fit.Output.ToString());

    }

    [Fact]
    public void ARateThatIsLoweredToOneHasItsFraction()
    {
        var fit = new ScriptedFit(1, 1);
        fit.Model.Compile(new SGD(2), "mse");
        fit.Run(new ReduceLROnPlateau("score", 0.5f, patience: 1, verbose: true, mode: MonitorMode.Max));
        Assert.Equal("Epoch 2: ReduceLROnPlateau reducing learning rate to 1.0.\n", fit.Output.ToString());
    }

    [Fact]
    public void EpochsOfCooldownDoNotCount()
    {
        var callback = new ReduceLROnPlateau("score", factor: 0.5f, patience: 1, mode: MonitorMode.Max, cooldown: 2);
        // Lowered after epoch 1; the cooldown lasts for epoch 2 and is over in epoch 3, which counts.
        Assert.Equal([0.5, 0.5, 0.25, 0.25, 0.125, 0.125], new ScriptedFit(1, 1, 1, 1, 1, 1).Run(callback)["learning_rate"]);
    }

    [Fact]
    public void TheRateHasAMinimum() => Assert.Equal(
        [0.5, 0.5, 0.4f, 0.4f],
        new ScriptedFit(1, 1, 1, 1).Run(new ReduceLROnPlateau("score", 0.5f, patience: 1, mode: MonitorMode.Max, minLr: 0.4f))["learning_rate"]);

    [Fact]
    public void AFactorOfOneIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceLROnPlateau(factor: 1));

    [Fact]
    public void AnOptimizerWithAScheduleOfItsOwnIsRefusedBeforeTraining()
    {
        foreach (Callback callback in new Callback[] { new LearningRateScheduler((_, rate) => rate), new ReduceLROnPlateau("loss") })
        {
            var fit = new ScriptedFit(1, 1);
            fit.Model.Compile(new SGD(new Falling()), "mse");
            float[] before = fit.Model.Parameters[0].Value.ToArray();
            Assert.Contains("Falling", Assert.Throws<InvalidOperationException>(() => fit.Run(callback)).Message, StringComparison.Ordinal);
            Assert.Equal(before, fit.Model.Parameters[0].Value.ToArray());
        }
    }

    private sealed class Falling : LearningRateSchedule
    {
        public override float At(long step) => 1f / (1 + step);
    }
}
