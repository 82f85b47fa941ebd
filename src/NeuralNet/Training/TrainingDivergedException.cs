namespace NeuralNet;

/// <summary>
/// The loss became NaN or infinite in training, and the weights are those from before the batch in question; or an update made a
/// weight so, which is found at the end of the epoch at the latest.
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

    /// <summary>In a step outside of Fit.</summary>
    internal TrainingDivergedException(double loss)
        : base(FormattableString.Invariant($"The loss became {loss}. {Advice}"))
    {
    }

    /// <summary>The epoch, counted from 0; 0 outside of Fit.</summary>
    public int Epoch { get; }

    /// <summary>The batch of the epoch, counted from 0; 0 outside of Fit.</summary>
    public int Batch { get; }
}
