namespace NeuralNet;

/// <summary>The reduction of the losses lᵢ of a batch's N rows, with sample weights wᵢ, to one number (Keras: losses/loss.py).</summary>
public enum Reduction
{
    /// <summary>The sum divided by the number of rows, Σ wᵢ·lᵢ / N.</summary>
    SumOverBatchSize,

    /// <summary>The sum Σ wᵢ·lᵢ.</summary>
    Sum,

    /// <summary>
    /// The weighted mean Σ wᵢ·lᵢ / Σ wᵢ, and 0 if all weights are 0; without weights equal to <see cref="SumOverBatchSize"/>.
    /// </summary>
    MeanWithSampleWeight,
}
