namespace NeuralNet;

/// <summary>
/// Lets a training survive the process: it is written to a file every epoch or every few batches, and a Fit that finds the file goes on
/// from there. A program that is killed at any moment and started again ends with the same bits in weights and history as one that never
/// was, as long as its data, its settings and its callbacks are the same. Kept are the weights, what the optimizer remembers, the
/// seed, the place in the epoch, the figures and the history so far, and what the callbacks remember; not the data. The file is replaced
/// at once when a new one is complete. Keras: callbacks/backup_and_restore.py, which goes back to the beginning of the epoch.
/// </summary>
/// <example>
/// <code>
/// model.Fit(x, y, epochs: 100, callbacks: [new BackupAndRestore("backup", saveFreq: 500)]);
/// </code>
/// </example>
public sealed class BackupAndRestore : Callback, IRunBackup
{
    private const string FileName = "backup.safetensors";

    private readonly string backupDir;
    private readonly SaveFrequency saveFreq;
    private readonly bool deleteCheckpoint;
    private BackupFile? file;
    private int batches;

    /// <summary>Makes the callback.</summary>
    /// <param name="backupDir">The folder of the backup, for this Fit alone; it is made if it is missing.</param>
    /// <param name="saveFreq">
    /// When to save: <c>"epoch"</c>, the default, or after every so many batches, counted on from epoch to epoch. It is written to the
    /// disk each time, so a backup should cost less than the steps between two.
    /// </param>
    /// <param name="deleteCheckpoint">Whether the backup is deleted when training has ended, unless it was cancelled; true by default.</param>
    /// <exception cref="ArgumentException">The name of the folder is empty.</exception>
    public BackupAndRestore(string backupDir, SaveFrequency saveFreq = default, bool deleteCheckpoint = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(backupDir);
        this.backupDir = backupDir;
        this.saveFreq = saveFreq;
        this.deleteCheckpoint = deleteCheckpoint;
    }

    internal override IReadOnlyList<string>? AddedFigures => [];

    private string FilePath => Path.Combine(backupDir, FileName);

    /// <exception cref="ModelFileException">The backup is damaged or of another training. The message says how to go on.</exception>
    void IRunBackup.Restore(TrainingRun run)
    {
        if (saveFreq.Batches is not null)
            run.RequireSavableFigures();
        batches = 0;
        Directory.CreateDirectory(backupDir);
        AtomicFile.DeleteLeftovers(FilePath);
        file = new BackupFile(FilePath, run);
        file.Restore();
    }

    void IRunBackup.RestoreCallbacks(TrainingRun run) => file!.RestoreCallbacks();

    void IRunBackup.AfterBatch(TrainingRun run)
    {
        if (saveFreq.Batches is not int frequency || ++batches < frequency)
            return;
        batches = 0;
        file!.Write();
    }

    void IRunBackup.AfterEpoch(TrainingRun run)
    {
        if (saveFreq == SaveFrequency.Epoch)
            file!.Write();
    }

    void IRunBackup.AfterTraining(TrainingRun run)
    {
        if (!deleteCheckpoint)
            return;
        File.Delete(FilePath);
        if (!Directory.EnumerateFileSystemEntries(backupDir).Any())
            Directory.Delete(backupDir);
    }
}
