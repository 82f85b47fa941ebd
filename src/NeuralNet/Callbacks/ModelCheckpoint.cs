using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Writes the model to a file as training goes on. Each file is complete from the moment it has its name; an older one of that name is
/// replaced. Keras: callbacks/model_checkpoint.py.
/// </summary>
/// <example>
/// <code>
/// new ModelCheckpoint("best.safetensors", monitor: "val_accuracy", saveBestOnly: true)
/// new ModelCheckpoint("models/{epoch:02d}-{val_loss:.2f}.safetensors")
/// </code>
/// </example>
public sealed class ModelCheckpoint : Callback
{
    private readonly FileNameTemplate filepath;
    private readonly string monitor;
    private readonly bool verbose, saveBestOnly, saveWeightsOnly;
    private readonly MonitorMode mode;
    private readonly SaveFrequency saveFreq;
    private Monitor? progress;
    private double? best;
    private int batches;

    /// <summary>Makes the callback. The best value is remembered from one Fit to the next.</summary>
    /// <param name="filepath">
    /// The file. Figures in braces, with Python's formats, are filled in: <c>epoch</c> and, unless it is saved at the end of an epoch,
    /// <c>batch</c>, both counted from 1, and those of <see cref="TrainingRun.Logs"/>; a name that none of them has ends the training
    /// before its first epoch, or at the first save if a callback before this one might have added it. Folders that are missing are made.
    /// </param>
    /// <param name="monitor">The figure to watch, <c>val_loss</c> by default; it matters to <paramref name="saveBestOnly"/> alone.</param>
    /// <param name="verbose">Whether to write when the model is saved, and when it is not because it is no better.</param>
    /// <param name="saveBestOnly">
    /// Whether to save only what is better than all before. With validationFreq above 1 and a figure of the validation, the epochs without
    /// one are passed over. Where the figure is missing otherwise, a warning says so, and the model is saved each time, as in Keras.
    /// </param>
    /// <param name="saveWeightsOnly">Whether to write the parameters alone, for LoadWeights, and not the whole model, for Load.</param>
    /// <param name="mode">Which way the figure is better; by default as the figure says itself.</param>
    /// <param name="saveFreq">When to save: <c>"epoch"</c>, the default, or after every so many batches, counted on from epoch to epoch.</param>
    /// <param name="initialValueThreshold">The value that the first model must beat to be saved as the best; by default any is.</param>
    /// <exception cref="ArgumentException">
    /// The file name is empty, its braces cannot be understood, or it asks for <c>batch</c> though it is saved at the end of an epoch.
    /// </exception>
    public ModelCheckpoint(
        string filepath, string monitor = "val_loss", bool verbose = false, bool saveBestOnly = false, bool saveWeightsOnly = false,
        MonitorMode mode = MonitorMode.Auto, SaveFrequency saveFreq = default, double? initialValueThreshold = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(filepath);
        ArgumentException.ThrowIfNullOrEmpty(monitor);
        this.filepath = new FileNameTemplate(filepath);
        if (saveFreq == SaveFrequency.Epoch && this.filepath.Has("batch"))
            throw new ArgumentException($"The file name '{filepath}' asks for 'batch', but at the end of an epoch, which is when it is saved, there is none. Leave it out, or say after how many batches to save: saveFreq.", nameof(filepath));
        this.monitor = monitor;
        this.verbose = verbose;
        this.saveBestOnly = saveBestOnly;
        this.saveWeightsOnly = saveWeightsOnly;
        this.mode = Require.Defined(mode);
        this.saveFreq = saveFreq;
        best = initialValueThreshold is double threshold ? Require.Number(threshold, nameof(initialValueThreshold)) : null;
    }

    internal override IReadOnlyList<string>? AddedFigures => [];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The file name asks for a figure that will not be reported, or only the best is to be saved and no metric has the name to say which
    /// way is better.
    /// </exception>
    /// <exception cref="NotSupportedException">A class of the program's own does not write its settings, so no file can hold the model.</exception>
    protected internal override void OnTrainBegin(TrainingRun run)
    {
        if (Figures(run) is { } figures)
            filepath.RequireKnown(figures);
        if (!saveWeightsOnly)
            UnsavedSettings.Refuse(run.Graph, run.Compiled);
        if (!saveBestOnly)
            return;
        progress = new Monitor(
            monitor, mode, minDelta: 0, run, "ModelCheckpoint cannot tell what is best without it, so it saves the model each time.");
        if (best is double known)
            progress.Best = known;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The file name asks for a figure that was not reported.</exception>
    protected internal override void OnBatchEnd(TrainingRun run)
    {
        if (saveFreq.Batches is not int frequency || ++batches < frequency)
            return;
        batches = 0;
        Save(run, [new("epoch", run.Epoch + 1), new("batch", run.Step + 1), .. run.Logs]);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The file name asks for a figure that was not reported.</exception>
    protected internal override void OnEpochEnd(TrainingRun run)
    {
        if (saveFreq == SaveFrequency.Epoch && progress?.IsDue(run) != false)
            Save(run, [new("epoch", run.Epoch + 1), .. run.Logs]);
    }

    /// <inheritdoc/>
    protected internal override void SaveState(TrainingRun run, SavedState state)
    {
        state.Set("batches", batches);
        if (best is double known)
            state.Set("best", known);
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(TrainingRun run, SavedState state)
    {
        batches = state.GetInt32("batches");
        best = state.Contains("best") ? state.GetDouble("best") : null;
        OnTrainBegin(run);
    }

    /// <summary>The names of the figures whenever it is saved; null if a callback before this one may add any.</summary>
    private List<string>? Figures(TrainingRun run)
    {
        List<string> names = saveFreq == SaveFrequency.Epoch ? ["epoch", .. run.MetricNames] : ["epoch", "batch", .. run.MetricNames];
        if (saveFreq == SaveFrequency.Epoch && (run.IsEachEpochValidated || IsSavedWithValidationOnly(run)))
            names.AddRange(run.MetricNames.Select(name => "val_" + name));
        foreach (Callback callback in run.Settings.Callbacks.TakeWhile(callback => callback != this))
        {
            if (callback.AddedFigures is not { } added)
                return null;
            names.AddRange(added);
        }

        return names;
    }

    private bool IsSavedWithValidationOnly(TrainingRun run) =>
        run.HasValidation && saveBestOnly && monitor.StartsWith("val_", StringComparison.Ordinal);

    private void Save(TrainingRun run, IReadOnlyList<KeyValuePair<string, double>> figures)
    {
        string path = filepath.Format(figures);
        if (!IsWanted(run, path))
            return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        if (saveWeightsOnly)
            run.SaveWeights(path);
        else
            run.Save(path);
    }

    private bool IsWanted(TrainingRun run, string path)
    {
        if (progress is null || !progress.TryRead(run, out double current))
            return Tell(run, $"saving model to {path}", result: true);
        string before = best is double known ? known.ToString("F5", CultureInfo.InvariantCulture) : "None";
        if (!progress.IsImprovement(current))
            return Tell(run, $"{monitor} did not improve from {before}", result: false);
        best = progress.Best = current;
        return Tell(run, FormattableString.Invariant($"{monitor} improved from {before} to {current:F5}, saving model to {path}"), result: true);
    }

    private bool Tell(TrainingRun run, string what, bool result)
    {
        if (verbose)
            run.Output.WriteLine(FormattableString.Invariant($"Epoch {run.Epoch + 1}: {what}"));
        return result;
    }
}
