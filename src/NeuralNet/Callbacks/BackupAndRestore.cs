namespace NeuralNet;

/// <summary>
/// Saves the training to a file every epoch or every few batches, from which Fit resumes if the file exists. A program that is ended at any
/// time and restarted gets the same bits in weights and history as one that ran without a break, if its data, settings and callbacks are
/// the same. The file holds the weights, the state of the optimizer, the seed, the position in the epoch, the metrics and the history so
/// far, and the state of the callbacks, but no data. A complete new file replaces the old one atomically. If several processes train the
/// model, rank 0 writes and reads the file and sends the state to the others; a resumed training may have another number of processes,
/// which changes only the rounding of sums. Keras: callbacks/backup_and_restore.py, which resumes at the beginning of the epoch.
/// </summary>
/// <param name="backupDir">The folder of the backup, for one Fit only; it is created if it is missing.</param>
/// <param name="saveFreq">
/// The time of a backup: <c>"epoch"</c>, the default, or a number of batches, counted across epochs. The file is flushed to the disk each
/// time, so a backup should take less time than the steps between two.
/// </param>
/// <param name="deleteCheckpoint">
/// A value indicating whether the backup is deleted when training ends, unless it was cancelled; true by default.
/// </param>
/// <exception cref="ArgumentException">The name of the folder is empty.</exception>
/// <example>
/// <code>
/// model.Fit(x, y, epochs: 100, callbacks: [new BackupAndRestore("backup", saveFreq: 500)]);
/// </code>
/// </example>
[Configurable]
public sealed partial class BackupAndRestore(string backupDir, SaveFrequency saveFreq = default, bool deleteCheckpoint = true)
    : Callback, IRunBackup
{
    private const string FileName = "backup.safetensors";

    private readonly string backupDir = Require.NotEmpty(backupDir);
    private BackupFile? file;
    private int batches;

    internal override IReadOnlyList<string>? AddedFigures => [];

    private string FilePath => Path.Combine(backupDir, FileName);

    /// <exception cref="ModelFileException">The backup is damaged or belongs to another training; the message says what to do.</exception>
    void IRunBackup.Restore(TrainingRun run)
    {
        if (saveFreq.Batches is not null)
            run.RequireSavableFigures();
        if (!run.IsFollower)
            batches = 0;
        if (run.IsOnFirstRank)
        {
            Directory.CreateDirectory(backupDir);
            AtomicFile.DeleteLeftovers(FilePath);
        }

        var restored = new BackupFile(FilePath, run);
        restored.Restore();
        if (!run.IsFollower)
            file = restored;
    }

    void IRunBackup.RestoreCallbacks(TrainingRun run) => file!.RestoreCallbacks();

    void IRunBackup.AfterBatch(TrainingRun run)
    {
        if (saveFreq.Batches is not int frequency || ++batches < frequency)
            return;
        batches = 0;
        Write(run);
    }

    void IRunBackup.AfterEpoch(TrainingRun run)
    {
        if (saveFreq == SaveFrequency.Epoch)
            Write(run);
    }

    void IRunBackup.AfterTraining(TrainingRun run)
    {
        if (!deleteCheckpoint || !run.IsOnFirstRank)
            return;
        File.Delete(FilePath);
        if (!Directory.EnumerateFileSystemEntries(backupDir).Any())
            Directory.Delete(backupDir);
    }

    private void Write(TrainingRun run)
    {
        if (run.IsOnFirstRank)
            file!.Write();
    }
}
