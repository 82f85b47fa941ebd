namespace NeuralNet.Tests;

/// <summary>One line for each callback in <see cref="All"/>; the contract is held against all.</summary>
public class CallbackContractTests
{
    private static readonly Func<Callback>[] All =
    [
        () => new EarlyStopping("loss", patience: 2, minDelta: 0.01f, restoreBestWeights: true),
        () => new ReduceLROnPlateau("loss", factor: 0.5f, patience: 1, minDelta: 0.01f, cooldown: 1),
        () => new LearningRateScheduler((epoch, _) => 0.3f / (1 + epoch)),
        () => new CSVLogger(Path.Combine(Path.GetTempPath(), $"callback-contract-{Environment.ProcessId}.csv")),
        () => new TerminateOnNaN(),
        () => new LambdaCallback(onEpochEnd: run => run.Logs.Set("twice the loss", 2 * run.Logs["loss"])),
        () => new ProgressBar(TextWriter.Null, isOneLine: false, isTerminal: true),
        () => new ProgressReporter(new Progress<TrainingProgress>(), () => 0),
    ];

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, All.Length)];

    [Fact]
    public void EveryCallbackHasAnExample() =>
        Implementations.RequireExamples(All.Select(make => make()), "CallbackContractTests.cs", "() => new CLASS(…),");

    /// <summary>What a callback remembers is of one Fit; a second Fit with the same object goes as with a new one.</summary>
    [Theory]
    [MemberData(nameof(Examples))]
    public void ServesOneFitAfterTheOther(int index)
    {
        Callback callback = All[index]();
        int[] first = Train(callback);
        Assert.Equal(first, Train(callback));
        Assert.Equal(first, Train(All[index]()));
    }

    private static int[] Train(Callback callback)
    {
        var model = new Sequential(3, seed: 4).Dense(4, "tanh").Dense(1);
        model.Compile(new Sgd(0.3f), Loss.MeanSquaredError, Metric.MeanAbsoluteError);
        model.Fit(
            TestData.Normal([20, 3], seed: 1), TestData.Normal([20, 1], seed: 2), batchSize: 8, epochs: 12, verbose: Verbosity.Silent,
            callbacks: [callback], validationSplit: 0.25, output: TextWriter.Null);
        return Bits.Of(model);
    }
}
