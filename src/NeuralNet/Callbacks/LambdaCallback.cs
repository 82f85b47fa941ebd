namespace NeuralNet;

/// <summary>
/// A callback that calls functions: <c>new LambdaCallback(onEpochEnd: run =&gt; …)</c>. Keras: callbacks/lambda_callback.py.
/// </summary>
/// <param name="onEpochBegin">The function to call before an epoch.</param>
/// <param name="onEpochEnd">The function to call after an epoch and its validation.</param>
/// <param name="onTrainBegin">The function to call before the first epoch.</param>
/// <param name="onTrainEnd">The function to call after the last epoch.</param>
/// <param name="onBatchBegin">The function to call before a training step.</param>
/// <param name="onBatchEnd">The function to call after a training step.</param>
public sealed class LambdaCallback(
    Action<TrainingRun>? onEpochBegin = null, Action<TrainingRun>? onEpochEnd = null,
    Action<TrainingRun>? onTrainBegin = null, Action<TrainingRun>? onTrainEnd = null,
    Action<TrainingRun>? onBatchBegin = null, Action<TrainingRun>? onBatchEnd = null) : Callback
{
    /// <inheritdoc/>
    protected internal override void OnEpochBegin(TrainingRun run) => onEpochBegin?.Invoke(run);

    /// <inheritdoc/>
    protected internal override void OnEpochEnd(TrainingRun run) => onEpochEnd?.Invoke(run);

    /// <inheritdoc/>
    protected internal override void OnTrainBegin(TrainingRun run) => onTrainBegin?.Invoke(run);

    /// <inheritdoc/>
    protected internal override void OnTrainEnd(TrainingRun run) => onTrainEnd?.Invoke(run);

    /// <inheritdoc/>
    protected internal override void OnBatchBegin(TrainingRun run) => onBatchBegin?.Invoke(run);

    /// <inheritdoc/>
    protected internal override void OnBatchEnd(TrainingRun run) => onBatchEnd?.Invoke(run);
}
