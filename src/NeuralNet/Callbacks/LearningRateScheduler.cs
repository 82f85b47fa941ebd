using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Sets the learning rate of each epoch and adds <c>learning_rate</c> to the logs of each epoch.
/// Keras: callbacks/learning_rate_scheduler.py.
/// </summary>
/// <param name="schedule">
/// The function that computes the learning rate of an epoch from the epoch, counted from 0, and the current rate.
/// </param>
/// <param name="verbose">A value indicating whether the rate of each epoch is written; false by default.</param>
[Configurable]
public sealed partial class LearningRateScheduler(Func<int, float, float> schedule, bool verbose = false) : Callback
{
    private readonly Func<int, float, float> schedule = schedule ?? throw new ArgumentNullException(nameof(schedule));

    internal override IReadOnlyList<string>? AddedFigures => ["learning_rate"];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The optimizer follows a schedule of its own.</exception>
    protected internal override void OnTrainBegin(TrainingRun run) => run.RequireSettableLearningRate();

    /// <inheritdoc/>
    protected internal override void OnEpochBegin(TrainingRun run)
    {
        run.LearningRate = schedule(run.Epoch, run.LearningRate);
        if (verbose)
            run.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Epoch {run.Epoch + 1}: LearningRateScheduler setting learning rate to "
                + $"{LearningRateText.Of(run.LearningRate)}."));
    }

    /// <inheritdoc/>
    protected internal override void OnEpochEnd(TrainingRun run) => run.Logs.Set("learning_rate", run.LearningRate);
}
