namespace NeuralNet;

/// <summary>The direction in which a watched metric improves.</summary>
public enum MonitorMode
{
    /// <summary>The metric's own direction: losses and errors fall, accuracies rise.</summary>
    Auto,

    /// <summary>Smaller values are better.</summary>
    Min,

    /// <summary>Greater values are better.</summary>
    Max,
}

/// <summary>
/// Ends training when a metric has stopped improving. Epochs that do not report the metric are not counted; if one should report it, a
/// warning is written. Keras: callbacks/early_stopping.py.
/// </summary>
/// <param name="monitor">The metric to watch; <c>val_loss</c> by default.</param>
/// <param name="minDelta">The minimum change that counts as an improvement; 0 by default. The sign is ignored.</param>
/// <param name="patience">The number of epochs without improvement that ends training; 0 by default.</param>
/// <param name="verbose">A value indicating whether a line is written when training is ended; false by default.</param>
/// <param name="mode">The direction in which the metric improves; by default that of the metric.</param>
/// <param name="baseline">
/// The value that an improvement must also exceed, by <c>minDelta</c>, to restart the wait; null, the default, for none.
/// </param>
/// <param name="restoreBestWeights">
/// A value indicating whether the model ends with the weights of the best epoch, also if training was not ended early; false by default.
/// </param>
/// <param name="startFromEpoch">The first epoch that is watched; 0 by default.</param>
/// <exception cref="ArgumentException">The name of the metric is empty.</exception>
/// <exception cref="ArgumentOutOfRangeException">The patience or the first epoch is negative, or a number is NaN.</exception>
[Configurable]
public sealed partial class EarlyStopping(
    string monitor = "val_loss", float minDelta = 0, int patience = 0, bool verbose = false, MonitorMode mode = MonitorMode.Auto,
    double? baseline = null, bool restoreBestWeights = false, int startFromEpoch = 0) : Callback
{
    private readonly string monitor = Require.NotEmpty(monitor);
    private readonly float minDelta = Math.Abs(Require.Finite(minDelta));
    private readonly int patience = Require.NonNegative(patience);
    private readonly MonitorMode mode = Require.Defined(mode);
    private readonly double? baseline = baseline is double bar ? Require.Number(bar, nameof(baseline)) : null;
    private readonly int startFromEpoch = Require.NonNegative(startFromEpoch);
    private Monitor progress = null!;
    private int wait, bestEpoch;
    private float[][]? bestWeights;

    /// <summary>The epoch that ended training, counted from 0; null if training was not ended.</summary>
    public int? StoppedEpoch { get; private set; }

    internal override IReadOnlyList<string>? AddedFigures => [];

    /// <inheritdoc/>
    protected internal override void OnTrainBegin(TrainingRun run)
    {
        progress = new Monitor(monitor, mode, minDelta, run, "EarlyStopping does not end the training.");
        (wait, bestEpoch, StoppedEpoch, bestWeights) = (0, 0, null, null);
    }

    /// <inheritdoc/>
    protected internal override void OnEpochEnd(TrainingRun run)
    {
        if (!progress.IsDue(run) || !progress.TryRead(run, out double current) || run.Epoch < startFromEpoch)
            return;
        if (restoreBestWeights && bestWeights is null)
        {
            bestEpoch = run.Epoch;
            Keep(run);
        }

        wait++;
        if (progress.IsImprovement(current, progress.Best))
        {
            progress.Best = current;
            if (restoreBestWeights)
                Keep(run);
            if (baseline is not double bar || progress.IsImprovement(current, bar))
                wait = 0;
            return;
        }

        if (wait >= patience && run.Epoch > 0)
        {
            StoppedEpoch = run.Epoch;
            run.Stop();
        }
    }

    /// <inheritdoc/>
    protected internal override void OnTrainEnd(TrainingRun run)
    {
        if (verbose && StoppedEpoch is int epoch)
            run.Output.WriteLine(FormattableString.Invariant($"Epoch {epoch + 1}: early stopping"));
        if (bestWeights is null)
            return;
        if (verbose)
            run.Output.WriteLine(FormattableString.Invariant($"Restoring model weights from the end of the best epoch: {bestEpoch + 1}."));
        for (int i = 0; i < bestWeights.Length; i++)
            bestWeights[i].CopyTo(run.Parameters[i].Value.Data);
    }

    /// <inheritdoc/>
    protected internal override void SaveState(TrainingRun run, SavedState state)
    {
        progress.SaveState(state);
        state.Set("wait", wait);
        state.Set("best_epoch", bestEpoch);
        if (StoppedEpoch is int epoch)
            state.Set("stopped_epoch", epoch);
        state.Set("has_best_weights", bestWeights is not null);
        for (int i = 0; i < bestWeights?.Length; i++)
            state.Set(run.Graph.PathOf(run.Parameters[i]), Tensor.Over(bestWeights[i], run.Parameters[i].Shape));
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(TrainingRun run, SavedState state)
    {
        progress.RestoreState(state);
        (wait, bestEpoch) = (state.GetInt32("wait"), state.GetInt32("best_epoch"));
        StoppedEpoch = state.Contains("stopped_epoch") ? state.GetInt32("stopped_epoch") : null;
        bestWeights = state.GetBoolean("has_best_weights")
            ? [.. run.Parameters.Select(parameter => state.GetTensor(run.Graph.PathOf(parameter), parameter.Shape).ToArray())]
            : null;
    }

    private void Keep(TrainingRun run)
    {
        bestEpoch = run.Epoch;
        bestWeights ??= [.. run.Parameters.Select(parameter => new float[parameter.Shape.Size])];
        for (int i = 0; i < bestWeights.Length; i++)
            run.Parameters[i].Value.Data.CopyTo(bestWeights[i]);
    }
}
