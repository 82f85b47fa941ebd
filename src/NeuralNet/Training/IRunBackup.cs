namespace NeuralNet;

/// <summary>
/// Saves a run during training and resumes it. The methods are called between batches: after all callbacks, when
/// <see cref="TrainingRun.Epoch"/> and <see cref="TrainingRun.Step"/> of the run are those of the next batch.
/// </summary>
internal interface IRunBackup
{
    /// <summary>Restores the state of an interrupted run, if there is one, before OnTrainBegin of the callbacks is called.</summary>
    void Restore(TrainingRun run);

    /// <summary>Restores the state of the callbacks, after their OnTrainBegin was called.</summary>
    void RestoreCallbacks(TrainingRun run);

    void AfterBatch(TrainingRun run);

    void AfterEpoch(TrainingRun run);

    /// <summary>Called after a training that was not cancelled.</summary>
    void AfterTraining(TrainingRun run);
}
