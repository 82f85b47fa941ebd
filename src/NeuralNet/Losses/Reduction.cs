namespace NeuralNet;

/// <summary>How the losses lᵢ of a batch's N rows, with sample weights wᵢ, become one number (Keras: losses/loss.py).</summary>
public enum Reduction
{
    /// <summary>Σ wᵢ·lᵢ / N: divided by the number of rows, whatever the weights.</summary>
    SumOverBatchSize,

    /// <summary>Σ wᵢ·lᵢ.</summary>
    Sum,

    /// <summary>Σ wᵢ·lᵢ / Σ wᵢ, and 0 if all weights are 0; without weights the same as <see cref="SumOverBatchSize"/>.</summary>
    MeanWithSampleWeight,
}
