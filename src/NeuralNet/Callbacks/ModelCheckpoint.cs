using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Saves the model to a file during training. A file with its final name is always complete; it replaces an older file of that name. The
/// best value is kept from one Fit to the next. Keras: callbacks/model_checkpoint.py.
/// </summary>
/// <param name="filepath">
/// The file. Values in braces, with Python's formats, are replaced: <c>epoch</c> and, unless saved at the end of an epoch, <c>batch</c>,
/// both counted from 1, and the values of <see cref="TrainingRun.Logs"/>. An unknown name ends the training before its first epoch, or at
/// the first save if a preceding callback could have added the value. Missing folders are created.
/// </param>
/// <param name="monitor">The metric to watch, for <paramref name="saveBestOnly"/> only; <c>val_loss</c> by default.</param>
/// <param name="verbose">
/// A value indicating whether a line is written when the model is saved, or is not saved because it has not improved; false by default.
/// </param>
/// <param name="saveBestOnly">
/// A value indicating whether the model is saved only if it is better than all before; false by default. With validationFreq above 1 and a
/// metric of the validation, epochs without a validation are skipped. If the metric is missing otherwise, a warning is written and the
/// model is saved each time, as in Keras.
/// </param>
/// <param name="saveWeightsOnly">
/// A value indicating whether only the parameters are saved, for LoadWeights, instead of the whole model, for Load; false by default.
/// </param>
/// <param name="mode">The direction in which the metric improves; by default that of the metric.</param>
/// <param name="saveFreq">The time of a save: <c>"epoch"</c>, the default, or a number of batches, counted across epochs.</param>
/// <param name="initialValueThreshold">
/// The value that the first model must exceed to be saved as the best; null, the default, for none.
/// </param>
/// <exception cref="ArgumentException">
/// The file name or the metric is empty, the syntax of the braces is wrong, or the name contains <c>batch</c> though the model is saved at
/// the end of an epoch.
/// </exception>
/// <example>
/// <code>
/// new ModelCheckpoint("best.safetensors", monitor: "val_accuracy", saveBestOnly: true)
/// new ModelCheckpoint("models/{epoch:02d}-{val_loss:.2f}.safetensors")
/// </code>
/// </example>
[Configurable]
public sealed partial class ModelCheckpoint(
    string filepath, string monitor = "val_loss", bool verbose = false, bool saveBestOnly = false, bool saveWeightsOnly = false,
    MonitorMode mode = MonitorMode.Auto, SaveFrequency saveFreq = default, double? initialValueThreshold = null) : Callback
{
    private readonly string filepath = Require.NotEmpty(filepath);
    private readonly string monitor = Require.NotEmpty(monitor);
    private readonly MonitorMode mode = Require.Defined(mode);
    private readonly SaveFrequency saveFreq = saveFreq;
    private readonly double? initialValueThreshold = initialValueThreshold is double threshold
        ? Require.Number(threshold, nameof(initialValueThreshold))
        : null;

    private readonly FileNameTemplate fileName = Template(filepath, saveFreq);
    private Monitor? progress;
    private double? best = initialValueThreshold;
    private int batches;

    /// <inheritdoc/>
    protected internal override bool RunsOnFirstRankOnly => true;

    internal override IReadOnlyList<string>? AddedFigures => [];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The file name contains a value that will not be reported, or only the best model is saved and no metric has the name, which leaves
    /// the direction of an improvement unknown.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A class of the program does not write its settings, so the model cannot be saved.
    /// </exception>
    protected internal override void OnTrainBegin(TrainingRun run)
    {
        if (ValueNames(run) is { } names)
            fileName.RequireKnown(names);
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
    /// <exception cref="ArgumentException">The file name contains a value that was not reported.</exception>
    protected internal override void OnBatchEnd(TrainingRun run)
    {
        if (saveFreq.Batches is not int frequency || ++batches < frequency)
            return;
        batches = 0;
        Save(run, [new("epoch", run.Epoch + 1), new("batch", run.Step + 1), .. run.Logs]);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The file name contains a value that was not reported.</exception>
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

    private static FileNameTemplate Template(string filepath, SaveFrequency saveFreq)
    {
        var template = new FileNameTemplate(filepath);
        return saveFreq != SaveFrequency.Epoch || !template.Has("batch")
            ? template
            : throw new ArgumentException($"The file name '{filepath}' asks for 'batch', but at the end of an epoch, which is when it "
                + "is saved, there is none. Leave it out, or say after how many batches to save: saveFreq.", nameof(filepath));
    }

    /// <summary>Returns the names of the values that every save has; null if a preceding callback may add others.</summary>
    private List<string>? ValueNames(TrainingRun run)
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

    private void Save(TrainingRun run, IReadOnlyList<KeyValuePair<string, double>> values)
    {
        string path = fileName.Format(values);
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
        return Tell(run, FormattableString.Invariant($"{monitor} improved from {before} to {current:F5}, saving model to {path}"),
            result: true);
    }

    private bool Tell(TrainingRun run, string what, bool result)
    {
        if (verbose)
            run.Output.WriteLine(FormattableString.Invariant($"Epoch {run.Epoch + 1}: {what}"));
        return result;
    }
}
