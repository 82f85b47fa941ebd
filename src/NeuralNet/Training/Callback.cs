namespace NeuralNet;

/// <summary>
/// An object whose methods Fit calls during training. Override the methods you need; each receives the run, whose
/// <see cref="TrainingRun.Stop"/> ends training after the current batch. The methods whose names contain Test are called during validation.
/// </summary>
public abstract class Callback
{
    /// <summary>Called before the first epoch, also of a <see cref="TrainingRun.IsResumed">resumed</see> run.</summary>
    protected internal virtual void OnTrainBegin(TrainingRun run)
    {
    }

    /// <summary>Called at the end of training, unless an exception ends it.</summary>
    protected internal virtual void OnTrainEnd(TrainingRun run)
    {
    }

    /// <summary>Called before an epoch, but not when a run is resumed in the middle of the epoch.</summary>
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
    /// Called when the loss of a batch is NaN or infinite, with the weights from before the batch, or when a weight is NaN or infinite at
    /// the end of an epoch. Unless a callback returns true, Fit throws a <see cref="TrainingDivergedException"/>.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="value">The loss or the weight.</param>
    /// <returns>true to end training without an exception and return the history; false to let Fit throw.</returns>
    protected internal virtual bool OnDiverged(TrainingRun run, double value) => false;

    /// <summary>Called before a validation.</summary>
    protected internal virtual void OnTestBegin(TrainingRun run)
    {
    }

    /// <summary>Called after a validation.</summary>
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
    /// Gets a value indicating whether the callback is called on rank 0 only if several processes train the model
    /// (<see cref="FitOptions.Strategy"/>), as those that write files are. false by default: a callback that changes the model or the
    /// learning rate or ends the training has to run on every rank.
    /// </summary>
    protected internal virtual bool RunsOnFirstRankOnly => false;

    /// <summary>
    /// The names of the figures that the callback adds to those of an epoch; null if the names are unknown, as for custom callbacks.
    /// </summary>
    internal virtual IReadOnlyList<string>? AddedFigures => null;

    /// <summary>
    /// Saves the state of the callback for <see cref="BackupAndRestore"/>: everything but its settings, which the program passes again.
    /// Called between two batches or epochs, after the methods of all callbacks have been called. A callback without state need not
    /// override this method.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="state">Receives the state.</param>
    protected internal virtual void SaveState(TrainingRun run, SavedState state)
    {
    }

    /// <summary>Restores the state that <see cref="SaveState"/> saved. Called after OnTrainBegin when a run is resumed.</summary>
    /// <param name="run">The run.</param>
    /// <param name="state">The saved state.</param>
    /// <exception cref="FormatException">An entry is missing or does not fit.</exception>
    protected internal virtual void RestoreState(TrainingRun run, SavedState state)
    {
    }
}
