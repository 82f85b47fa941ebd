namespace NeuralNet;

/// <summary>Calls the methods of several callbacks in order.</summary>
internal sealed class CallbackList(IReadOnlyList<Callback> callbacks)
{
    private readonly Callback[] callbacks = [.. callbacks];

    public void OnTrainBegin(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnTrainBegin(run);
    }

    public void OnTrainEnd(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnTrainEnd(run);
    }

    public void OnEpochBegin(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnEpochBegin(run);
    }

    public void OnEpochEnd(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnEpochEnd(run);
    }

    public void OnBatchBegin(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnBatchBegin(run);
    }

    public void OnBatchEnd(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnBatchEnd(run);
    }

    /// <summary>Calls OnDiverged of all callbacks and returns whether one of them returns true.</summary>
    public bool OnDiverged(TrainingRun run, double value)
    {
        bool isHandled = false;
        foreach (Callback callback in callbacks)
            isHandled |= callback.OnDiverged(run, value);
        return isHandled;
    }

    public void OnTestBegin(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnTestBegin(run);
    }

    public void OnTestEnd(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnTestEnd(run);
    }

    public void OnTestBatchBegin(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnTestBatchBegin(run);
    }

    public void OnTestBatchEnd(TrainingRun run)
    {
        foreach (Callback callback in callbacks)
            callback.OnTestBatchEnd(run);
    }
}
