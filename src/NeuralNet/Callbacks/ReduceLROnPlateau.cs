namespace NeuralNet;

/// <summary>
/// Multiplies the learning rate by a factor when a figure has stopped getting better. Adds <c>learning_rate</c> to the figures of each
/// epoch, as it was in that epoch. Epochs that do not report the figure do not count; where one should, a warning says so.
/// Keras: callbacks/reduce_lr_on_plateau.py.
/// </summary>
public sealed class ReduceLROnPlateau : Callback
{
    private readonly string monitor;
    private readonly float factor, minDelta, minLearningRate;
    private readonly int patience, cooldown;
    private readonly MonitorMode mode;
    private readonly bool verbose;
    private Monitor progress = null!;
    private int wait, cooldownLeft;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">The figure to watch, <c>val_loss</c> by default.</param>
    /// <param name="factor">By what the learning rate is multiplied, less than 1; 0.1 by default.</param>
    /// <param name="patience">How many epochs without anything better lower the rate, 10 by default.</param>
    /// <param name="verbose">Whether to write when the rate is lowered.</param>
    /// <param name="mode">Which way the figure is better; by default as the figure says itself.</param>
    /// <param name="minDelta">How much better counts as better, 0.0001 by default.</param>
    /// <param name="cooldown">How many epochs after a lowering are not counted, 0 by default.</param>
    /// <param name="minLr">The least learning rate, 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not between 0 and 1, or another number is negative.</exception>
    public ReduceLROnPlateau(
        string monitor = "val_loss", float factor = 0.1f, int patience = 10, bool verbose = false, MonitorMode mode = MonitorMode.Auto,
        float minDelta = 1e-4f, int cooldown = 0, float minLr = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(monitor);
        this.monitor = monitor;
        this.factor = Require.FractionBelowOne(factor);
        this.patience = Require.NonNegative(patience);
        this.verbose = verbose;
        this.mode = Require.Defined(mode);
        this.minDelta = Require.NonNegative(minDelta);
        this.cooldown = Require.NonNegative(cooldown);
        minLearningRate = Require.NonNegative(minLr);
    }

    internal override IReadOnlyList<string>? AddedFigures => ["learning_rate"];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The optimizer follows a schedule.</exception>
    protected internal override void OnTrainBegin(TrainingRun run)
    {
        run.RequireSettableLearningRate();
        progress = new Monitor(monitor, mode, minDelta, run, "ReduceLROnPlateau leaves the learning rate as it is.");
        (wait, cooldownLeft) = (0, 0);
    }

    /// <inheritdoc/>
    protected internal override void OnEpochEnd(TrainingRun run)
    {
        run.Logs.Set("learning_rate", run.LearningRate);
        if (!progress.IsDue(run) || !progress.TryRead(run, out double current))
            return;
        if (cooldownLeft > 0)
        {
            cooldownLeft--;
            wait = 0;
        }

        if (progress.IsImprovement(current))
        {
            progress.Best = current;
            wait = 0;
        }
        else if (cooldownLeft == 0 && ++wait >= patience && run.LearningRate > minLearningRate)
        {
            Reduce(run);
        }
    }

    /// <inheritdoc/>
    protected internal override void SaveState(TrainingRun run, SavedState state)
    {
        progress.SaveState(state);
        state.Set("wait", wait);
        state.Set("cooldown_left", cooldownLeft);
    }

    /// <inheritdoc/>
    protected internal override void RestoreState(TrainingRun run, SavedState state)
    {
        progress.RestoreState(state);
        (wait, cooldownLeft) = (state.GetInt32("wait"), state.GetInt32("cooldown_left"));
    }

    private void Reduce(TrainingRun run)
    {
        run.LearningRate = MathF.Max(run.LearningRate * factor, minLearningRate);
        cooldownLeft = cooldown;
        wait = 0;
        if (verbose)
            run.Output.WriteLine(FormattableString.Invariant($"Epoch {run.Epoch + 1}: ReduceLROnPlateau reducing learning rate to {LearningRateText.Of(run.LearningRate)}."));
    }
}
