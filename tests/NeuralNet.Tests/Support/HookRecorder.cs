namespace NeuralNet.Tests;

/// <summary>Records the names of the called hooks in order.</summary>
internal sealed class HookRecorder : Callback
{
    public List<string> Hooks { get; } = [];

    public Action<TrainingRun>? AtBatchEnd { get; init; }

    public Action<TrainingRun>? AtEpochEnd { get; init; }

    /// <summary>A further receiver of the names, to compare the order of several callbacks.</summary>
    public Action<string>? Tell { get; init; }

    /// <summary>A function that is called after each hook and returns whether to throw an <see cref="InvalidDataException"/>.</summary>
    public Func<bool>? ThrowIf { get; init; }

    public int Count(string hook) => Hooks.Count(called => called == hook);

    protected internal override void OnTrainBegin(TrainingRun run) => Note("TrainBegin");

    protected internal override void OnTrainEnd(TrainingRun run) => Note("TrainEnd");

    protected internal override void OnEpochBegin(TrainingRun run) => Note("EpochBegin");

    protected internal override void OnEpochEnd(TrainingRun run)
    {
        Note("EpochEnd");
        AtEpochEnd?.Invoke(run);
    }

    protected internal override void OnBatchBegin(TrainingRun run) => Note("BatchBegin");

    protected internal override void OnBatchEnd(TrainingRun run)
    {
        Note("BatchEnd");
        AtBatchEnd?.Invoke(run);
    }

    protected internal override void OnTestBegin(TrainingRun run) => Note("TestBegin");

    protected internal override void OnTestEnd(TrainingRun run) => Note("TestEnd");

    protected internal override void OnTestBatchBegin(TrainingRun run) => Note("TestBatchBegin");

    protected internal override void OnTestBatchEnd(TrainingRun run) => Note("TestBatchEnd");

    private void Note(string hook)
    {
        Hooks.Add(hook);
        Tell?.Invoke(hook);
        if (ThrowIf?.Invoke() == true)
            throw new InvalidDataException(hook);
    }
}
