namespace NeuralNet.Tests;

/// <summary>Compares EarlyStopping with a second implementation of Keras's rules, for scripted figures.</summary>
public class EarlyStoppingTests
{
    private static readonly double[] Falling = [5, 4, 3, 2, 1, 0.5, 0.4, 0.3];
    private static readonly double[] Bumpy = [5, 4, 4.5, 4.2, 3.9, 4, 4.1, 3.95, 4.2, 3, 5, 6, 7, 8];
    private static readonly double[] WithNaN = [double.NaN, 5, 4, double.NaN, double.NaN, 3, 6, 7];

    public static TheoryData<string, int, float, double?, int> Settings
    {
        get
        {
            var data = new TheoryData<string, int, float, double?, int>();
            foreach (string script in (string[])["falling", "bumpy", "nan"])
                foreach (int patience in (int[])[0, 1, 2, 3])
                    foreach (float minDelta in (float[])[0, 0.25f, -1])
                        foreach (double? baseline in (double?[])[null, 4.1])
                            foreach (int start in (int[])[0, 3])
                                data.Add(script, patience, minDelta, baseline, start);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void StopsAndRestoresAsKeras(string script, int patience, float minDelta, double? baseline, int startFromEpoch)
    {
        double[] figures = script switch { "falling" => Falling, "bumpy" => Bumpy, _ => WithNaN };
        foreach (bool isGreaterBetter in (ReadOnlySpan<bool>)[false, true])
        {
            double[] signed = isGreaterBetter ? [.. figures.Select(figure => -figure)] : figures;
            double? bar = isGreaterBetter ? -baseline : baseline;
            var stopping = new EarlyStopping(
                "figure", minDelta, patience, verbose: true, isGreaterBetter ? MonitorMode.Max : MonitorMode.Min, bar,
                    restoreBestWeights: true, startFromEpoch);
            var weights = new List<int[]>();
            var output = new StringWriter();
            Sequential model = NewModel();
            History history = model.Fit(
                TestData.Normal([4, 2], 1), TestData.Normal([4, 1], 2), epochs: signed.Length, verbose: Verbosity.Silent,
                callbacks: [new HookRecorder { AtEpochEnd = run => Report(run, signed, weights) }, stopping], output: output);

            (int? stopped, int? best) = Keras(signed, isGreaterBetter, minDelta, patience, bar, startFromEpoch);
            Assert.Equal(stopped, stopping.StoppedEpoch);
            Assert.Equal((stopped ?? signed.Length - 1) + 1, history.Epochs.Count);
            Assert.Equal(weights[best ?? ^1], Bits.Of(model));
            string expected = (stopped is int epoch ? $"Epoch {epoch + 1}: early stopping\n" : "")
                + (best is int bestEpoch ? $"Restoring model weights from the end of the best epoch: {bestEpoch + 1}.\n" : "");
            Assert.Equal(expected, output.ToString().ReplaceLineEndings("\n"));
        }
    }

    [Fact]
    public void KeepsTheLastWeightsWithoutRestoreBestWeights()
    {
        var weights = new List<int[]>();
        Sequential model = NewModel();
        model.Fit(
            TestData.Normal([4, 2], 1), TestData.Normal([4, 1], 2), epochs: Bumpy.Length, verbose: Verbosity.Silent,
            callbacks: [new HookRecorder { AtEpochEnd = run => Report(run, Bumpy, weights) },
                new EarlyStopping("figure", mode: MonitorMode.Min, patience: 2)]);
        Assert.Equal(weights[^1], Bits.Of(model));
    }

    [Fact]
    public void WarnsOnceWhenTheFigureIsMissingAndDoesNotStop()
    {
        var output = new StringWriter();
        History history = NewModel().Fit(
            TestData.Normal([4, 2], 1), TestData.Normal([4, 1], 2), epochs: 4, callbacks: [new EarlyStopping()], output: output);
        Assert.Equal(4, history.Epochs.Count);
        string warning = Assert.Single(
            output.ToString().Split(Environment.NewLine), line => line.StartsWith("Warning: ", StringComparison.Ordinal));
        Assert.Contains("val_loss", warning, StringComparison.Ordinal);
        Assert.Contains("loss", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("val_loss", false)]
    [InlineData("accuracy", true)]
    [InlineData("val_accuracy", true)]
    [InlineData("mae", false)]
    public void AutomaticModeAsksTheMetric(string monitor, bool isGreaterBetter)
    {
        var stopping = new EarlyStopping(monitor, patience: 1);
        double sign = isGreaterBetter ? 1 : -1;
        var model = new Sequential(2, seed: 1).Dense(1, "sigmoid");
        model.Compile("sgd", "mse", "accuracy", "mae");
        History history = model.Fit(
            TestData.Normal([8, 2], 1), TestData.Integers([8, 1], 2, 2), epochs: 6, verbose: Verbosity.Silent, validationSplit: 0.5,
            callbacks: [new HookRecorder { AtEpochEnd = run => run.Logs.Set(monitor, sign * (run.Epoch < 3 ? run.Epoch : 0)) }, stopping]);
        Assert.Equal(3, stopping.StoppedEpoch);
        Assert.Equal(4, history.Epochs.Count);
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(0.01f), "mse");
        return model;
    }

    private static void Report(TrainingRun run, double[] figures, List<int[]> weights)
    {
        run.Logs.Set("figure", figures[run.Epoch]);
        weights.Add([.. run.Parameters.SelectMany(parameter => Bits.Of(parameter.Value))]);
    }

    /// <summary>Returns the indices of the epoch that stops and of the best one. Keras: callbacks/early_stopping.py.</summary>
    private static (int? Stopped, int? Best) Keras(double[] figures, bool isGreaterBetter, double minDelta, int patience, double? baseline,
        int startFromEpoch)
    {
        double margin = isGreaterBetter ? Math.Abs(minDelta) : -Math.Abs(minDelta);
        double best = isGreaterBetter ? double.NegativeInfinity : double.PositiveInfinity;
        int wait = 0;
        int? bestEpoch = null;
        for (int epoch = startFromEpoch; epoch < figures.Length; epoch++)
        {
            bestEpoch ??= epoch;
            wait++;
            if (IsImprovement(figures[epoch], best))
            {
                (best, bestEpoch) = (figures[epoch], epoch);
                if (baseline is null || IsImprovement(figures[epoch], baseline.Value))
                    wait = 0;
            }
            else if (wait >= patience && epoch > 0)
            {
                return (epoch, bestEpoch);
            }
        }

        return (null, bestEpoch);

        bool IsImprovement(double value, double reference) => isGreaterBetter ? value - margin > reference : value - margin < reference;
    }
}
