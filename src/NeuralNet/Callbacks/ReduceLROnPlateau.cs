using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Multiplies the learning rate by a factor when a metric has stopped improving, and adds the <c>learning_rate</c> of each epoch to its
/// logs. Epochs that do not report the metric are not counted; if one should report it, a warning is written. Keras:
/// callbacks/reduce_lr_on_plateau.py.
/// </summary>
/// <param name="monitor">The metric to watch; <c>val_loss</c> by default.</param>
/// <param name="factor">The factor of the learning rate, less than 1; 0.1 by default.</param>
/// <param name="patience">The number of epochs without improvement after which the rate is reduced; 10 by default.</param>
/// <param name="verbose">A value indicating whether a line is written when the rate is reduced; false by default.</param>
/// <param name="mode">The direction in which the metric improves; by default that of the metric.</param>
/// <param name="minDelta">The minimum change that counts as an improvement; 0.0001 by default.</param>
/// <param name="cooldown">The number of epochs after a reduction that are not counted; 0 by default.</param>
/// <param name="minLr">The minimum learning rate; 0 by default.</param>
/// <exception cref="ArgumentException">The name of the metric is empty.</exception>
/// <exception cref="ArgumentOutOfRangeException">The factor is not between 0 and 1, or another number is negative.</exception>
[Configurable]
public sealed partial class ReduceLROnPlateau(
    string monitor = "val_loss", float factor = 0.1f, int patience = 10, bool verbose = false, MonitorMode mode = MonitorMode.Auto,
    float minDelta = 1e-4f, int cooldown = 0, float minLr = 0) : Callback
{
    private readonly string monitor = Require.NotEmpty(monitor);
    private readonly float factor = Require.FractionBelowOne(factor);
    private readonly int patience = Require.NonNegative(patience);
    private readonly MonitorMode mode = Require.Defined(mode);
    private readonly float minDelta = Require.NonNegative(minDelta);
    private readonly int cooldown = Require.NonNegative(cooldown);
    private readonly float minLr = Require.NonNegative(minLr);
    private Monitor progress = null!;
    private int wait, cooldownLeft;

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
        else if (cooldownLeft == 0 && ++wait >= patience && run.LearningRate > minLr)
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
        run.LearningRate = MathF.Max(run.LearningRate * factor, minLr);
        cooldownLeft = cooldown;
        wait = 0;
        if (verbose)
            run.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Epoch {run.Epoch + 1}: ReduceLROnPlateau reducing learning rate to "
                + $"{LearningRateText.Of(run.LearningRate)}."));
    }
}
