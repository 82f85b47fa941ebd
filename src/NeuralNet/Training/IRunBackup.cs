namespace NeuralNet;

/// <summary>
/// Keeps a run as it goes on and takes it up again. It is called where nothing is under way: when all callbacks have been told, and
/// the run's <see cref="TrainingRun.Epoch"/> and <see cref="TrainingRun.Step"/> are those of the batch that comes next.
/// </summary>
internal interface IRunBackup
{
    /// <summary>Sets the run to where it was left, if it was, before the callbacks are told that it begins.</summary>
    void Restore(TrainingRun run);

    /// <summary>Gives the callbacks back what they remembered, after they were told that the run begins.</summary>
    void RestoreCallbacks(TrainingRun run);

    void AfterBatch(TrainingRun run);

    void AfterEpoch(TrainingRun run);

    /// <summary>Training has ended as it should: it was not cancelled.</summary>
    void AfterTraining(TrainingRun run);
}
