namespace NeuralNet;

/// <summary>
/// The exception that is thrown when the loss becomes NaN or infinite in training; the weights are then those from before the batch. It is
/// also thrown when an update makes a weight NaN or infinite, which is detected at the end of the epoch at the latest.
/// </summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    private const string Advice = "Try a smaller learning rate, gradient clipping (ClipNorm = 1) or standardized inputs; see that no "
        + "target is out of the loss's range.";

    internal TrainingDivergedException(int epoch, int batch, string what, double value)
        : base(FormattableString.Invariant($"{what} became {value} in epoch {epoch + 1}, batch {batch + 1}. {Advice}"))
    {
        Epoch = epoch;
        Batch = batch;
    }

    /// <summary>Creates the exception for a step outside of Fit.</summary>
    internal TrainingDivergedException(double loss)
        : base(FormattableString.Invariant($"The loss became {loss}. {Advice}"))
    {
    }

    /// <summary>The index of the epoch; 0 outside of Fit.</summary>
    public int Epoch { get; }

    /// <summary>The index of the batch in the epoch; 0 outside of Fit.</summary>
    public int Batch { get; }
}
