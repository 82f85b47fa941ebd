namespace NeuralNet.Tests;

public class CallbackTests
{
    private static readonly Tensor X = TestData.Normal([6, 2], 1);
    private static readonly Tensor Y = TestData.Normal([6, 1], 2);

    [Fact]
    public void EveryHookIsCalledInItsPlace()
    {
        var recorder = new HookRecorder();
        Fit([recorder], epochs: 2, batchSize: 3, validationData: (X, Y));
        string[] epoch =
        [
            "EpochBegin", "BatchBegin", "BatchEnd", "BatchBegin", "BatchEnd",
            "TestBegin", "TestBatchBegin", "TestBatchEnd", "TestBatchBegin", "TestBatchEnd", "TestEnd", "EpochEnd",
        ];
        Assert.Equal(["TrainBegin", .. epoch, .. epoch, "TrainEnd"], recorder.Hooks);
    }

    [Fact]
    public void CallbacksAreCalledInTheirOrder()
    {
        var calls = new List<string>();
        Fit([new HookRecorder { Tell = hook => calls.Add("first " + hook) },
            new HookRecorder { Tell = hook => calls.Add("second " + hook) }], batchSize: 6);
        Assert.Equal(
            ((string[])["TrainBegin", "EpochBegin", "BatchBegin", "BatchEnd", "EpochEnd", "TrainEnd"])
                .SelectMany(hook => (string[])["first " + hook, "second " + hook]),
            calls);
    }

    [Fact]
    public void TheRunHasItsPosition()
    {
        var places = new List<(int, int, int, int, int)>();
        Fit([new HookRecorder { AtBatchEnd = run => places.Add((run.Epoch, run.Epochs, run.Step, run.Steps, run.BatchSize)) }], epochs: 2,
            batchSize: 4);
        Assert.Equal([(0, 2, 0, 2, 4), (0, 2, 1, 2, 4), (1, 2, 0, 2, 4), (1, 2, 1, 2, 4)], places);
    }

    [Fact]
    public void LogsHoldTheRunningFiguresAndThenTheValidation()
    {
        var batchNames = new List<string>();
        var epochNames = new List<string>();
        History history = Fit(
            [
                new HookRecorder
                {
                    AtBatchEnd = run => batchNames.AddRange(run.Logs.Select(pair => pair.Key)),
                    AtEpochEnd = run => epochNames.AddRange(run.Logs.Select(pair => pair.Key)),
                },
            ],
            batchSize: 6, validationData: (X, Y));
        Assert.Equal(["loss", "mae"], batchNames);
        Assert.Equal(["loss", "mae", "val_loss", "val_mae"], epochNames);
        Assert.Equal(epochNames, history.Names);
    }

    [Fact]
    public void FiguresOfACallbackAreInTheHistoryAndInTheBar()
    {
        var output = new StringWriter();
        History history = Fit(
            [new HookRecorder { AtEpochEnd = run => run.Logs.Set("learning_rate", run.LearningRate) }],
            batchSize: 6, verbose: Verbosity.OneLinePerEpoch, output: output);
        Assert.Equal(["loss", "mae", "learning_rate"], history.Names);
        Assert.EndsWith("learning_rate: 0.0500\n", output.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void LearningRateThatIsSetIsUsed()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(0.05f), "mse");
        model.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new Freezer()]);
        int[] before = Bits.Of(model);
        model.Fit(X, Y, epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal(before, Bits.Of(model));
    }

    [Fact]
    public void ExceptionInACallbackComesThrough()
    {
        var recorder = new HookRecorder { AtEpochEnd = _ => throw new InvalidDataException("mine") };
        Assert.Equal("mine", Assert.Throws<InvalidDataException>(() => Fit([recorder])).Message);
    }

    private static History Fit(
        Callback[] callbacks, int epochs = 1, int batchSize = 32, (Tensor X, Tensor Y)? validationData = null,
        Verbosity verbose = Verbosity.Silent, TextWriter? output = null)
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(0.05f), "mse", "mae");
        return model.Fit(X, Y, batchSize, epochs, verbose, callbacks, validationData: validationData, output: output);
    }

    /// <summary>Sets the learning rate to 0 after the first epoch.</summary>
    private sealed class Freezer : Callback
    {
        protected internal override void OnEpochEnd(TrainingRun run) => run.LearningRate = 0;
    }
}
