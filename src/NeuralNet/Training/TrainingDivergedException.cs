namespace NeuralNet;

/// <summary>The loss became NaN or infinite in training. The model keeps the weights from before the batch in question.</summary>
public sealed class TrainingDivergedException : InvalidOperationException
{
    internal TrainingDivergedException(int epoch, int batch, double loss)
        : base(FormattableString.Invariant($"The loss became {loss} in epoch {epoch + 1}, batch {batch + 1}. Try a smaller learning rate, gradient clipping (ClipNorm = 1) or standardized inputs; see that no target is out of the loss's range."))
    {
        Epoch = epoch;
        Batch = batch;
    }

    /// <summary>The epoch, counted from 0.</summary>
    public int Epoch { get; }

    /// <summary>The batch of the epoch, counted from 0.</summary>
    public int Batch { get; }
}
