namespace NeuralNet;

/// <summary>
/// Code that Fit calls as training goes on. Override the hooks you need; each is handed the run, whose <see cref="TrainingRun.Stop"/>
/// ends training at the next batch. Hooks named Test are called around validation.
/// </summary>
public abstract class Callback
{
    /// <summary>Called before the first epoch, also of a run that was <see cref="TrainingRun.IsResumed">resumed</see>.</summary>
    protected internal virtual void OnTrainBegin(TrainingRun run)
    {
    }

    /// <summary>Called after the last epoch, however training ended, unless by an exception.</summary>
    protected internal virtual void OnTrainEnd(TrainingRun run)
    {
    }

    /// <summary>Called before an epoch; not again where a run is resumed in the middle of one.</summary>
    protected internal virtual void OnEpochBegin(TrainingRun run)
    {
    }

    /// <summary>Called after an epoch and its validation. <see cref="TrainingRun.Logs"/> holds the epoch's figures.</summary>
    protected internal virtual void OnEpochEnd(TrainingRun run)
    {
    }

    /// <summary>Called before a training step.</summary>
    protected internal virtual void OnBatchBegin(TrainingRun run)
    {
    }

    /// <summary>Called after a training step. <see cref="TrainingRun.Logs"/> holds the epoch's figures so far.</summary>
    protected internal virtual void OnBatchEnd(TrainingRun run)
    {
    }

    /// <summary>
    /// Called when the loss of a batch is NaN or infinite, the weights being those from before the batch, or when at the end of an
    /// epoch a weight is. Unless a callback takes it upon itself, Fit throws a <see cref="TrainingDivergedException"/>.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="value">The loss or the weight.</param>
    /// <returns>Whether training is to end gracefully, with the history up to here.</returns>
    protected internal virtual bool OnDiverged(TrainingRun run, double value) => false;

    /// <summary>Called before the validation data are gone through.</summary>
    protected internal virtual void OnTestBegin(TrainingRun run)
    {
    }

    /// <summary>Called after the validation data are gone through.</summary>
    protected internal virtual void OnTestEnd(TrainingRun run)
    {
    }

    /// <summary>Called before a batch of validation data.</summary>
    protected internal virtual void OnTestBatchBegin(TrainingRun run)
    {
    }

    /// <summary>Called after a batch of validation data.</summary>
    protected internal virtual void OnTestBatchEnd(TrainingRun run)
    {
    }

    /// <summary>
    /// The figures that the callback adds to those of an epoch; null if it may be any, as with callbacks of a program's own.
    /// </summary>
    internal virtual IReadOnlyList<string>? AddedFigures => null;

    /// <summary>
    /// Keeps what the callback remembers from one hook to the next, for <see cref="BackupAndRestore"/>: everything but its settings,
    /// which the program gives again. Called between two batches or epochs, when all callbacks have been told of the last one.
    /// A callback that remembers nothing has nothing to override.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="state">Where to keep it.</param>
    protected internal virtual void SaveState(TrainingRun run, SavedState state)
    {
    }

    /// <summary>Takes back what <see cref="SaveState"/> kept. Called after OnTrainBegin where a run is resumed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="state">What was kept.</param>
    /// <exception cref="FormatException">Something is missing or does not fit.</exception>
    protected internal virtual void RestoreState(TrainingRun run, SavedState state)
    {
    }
}
