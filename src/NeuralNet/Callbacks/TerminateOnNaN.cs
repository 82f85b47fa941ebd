namespace NeuralNet;

/// <summary>
/// Ends training when the loss of a batch is NaN or infinite, instead of a <see cref="TrainingDivergedException"/>. The history ends with
/// that loss; the weights are those before the batch, some of which the last update may have made NaN or infinite.
/// Keras: callbacks/terminate_on_nan.py.
/// </summary>
public sealed class TerminateOnNaN : Callback
{
    internal override IReadOnlyList<string>? AddedFigures => [];

    /// <inheritdoc/>
    protected internal override bool OnDiverged(TrainingRun run, double value)
    {
        run.Warn(FormattableString.Invariant($"Batch {run.Step}: Invalid loss, terminating training"));
        return true;
    }
}
