namespace NeuralNet;

/// <summary>Which way a watched figure is better.</summary>
public enum MonitorMode
{
    /// <summary>As the figure says itself: losses and errors fall, accuracies rise.</summary>
    Auto,

    /// <summary>Smaller is better.</summary>
    Min,

    /// <summary>Greater is better.</summary>
    Max,
}

/// <summary>
/// Ends training when a figure has stopped getting better. Epochs that do not report it do not count; where one should, a warning says
/// so. Keras: callbacks/early_stopping.py.
/// </summary>
public sealed class EarlyStopping : Callback
{
    private readonly string monitor;
    private readonly float minDelta;
    private readonly int patience, startFromEpoch;
    private readonly MonitorMode mode;
    private readonly double? baseline;
    private readonly bool restoreBestWeights, verbose;
    private Monitor progress = null!;
    private int wait, bestEpoch;
    private float[][]? bestWeights;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">The figure to watch, <c>val_loss</c> by default.</param>
    /// <param name="minDelta">How much better counts as better, 0 by default.</param>
    /// <param name="patience">How many epochs without anything better end training, 0 by default.</param>
    /// <param name="verbose">Whether to write when training is ended.</param>
    /// <param name="mode">Which way the figure is better; by default as the figure says itself.</param>
    /// <param name="baseline">A value that must be beaten, by <paramref name="minDelta"/> too, for the wait to begin anew.</param>
    /// <param name="restoreBestWeights">Whether the model ends with the weights of the best epoch, whether stopped early or not.</param>
    /// <param name="startFromEpoch">The first epoch that is watched.</param>
    /// <exception cref="ArgumentOutOfRangeException">The patience or the first epoch is negative, or a number is NaN.</exception>
    public EarlyStopping(
        string monitor = "val_loss", float minDelta = 0, int patience = 0, bool verbose = false, MonitorMode mode = MonitorMode.Auto,
        double? baseline = null, bool restoreBestWeights = false, int startFromEpoch = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(monitor);
        this.monitor = monitor;
        this.minDelta = Math.Abs(Require.Finite(minDelta));
        this.patience = Require.NonNegative(patience);
        this.verbose = verbose;
        this.mode = Require.Defined(mode);
        this.baseline = baseline is double bar ? Require.Number(bar, nameof(baseline)) : null;
        this.restoreBestWeights = restoreBestWeights;
        this.startFromEpoch = Require.NonNegative(startFromEpoch);
    }

    /// <summary>The epoch that ended training, counted from 0; null if none did.</summary>
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
