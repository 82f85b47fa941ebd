namespace NeuralNet;

/// <summary>
/// Ends training when the loss of a batch is NaN or infinite, where Fit would otherwise throw a <see cref="TrainingDivergedException"/>.
/// The history ends with that loss; the weights are those from before the batch, of which the last update may have spoilt some.
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
