namespace NeuralNet;

/// <summary>The state of one metric over one pass: takes batches, gives the result so far.</summary>
public abstract class MetricAccumulator
{
    /// <summary>The result over all batches since the last <see cref="Reset"/>; 0 before the first. What logs show.</summary>
    public abstract double Result { get; }

    /// <summary>
    /// The result in full: of a metric that judges each class or threshold for itself one value for each, of which
    /// <see cref="Result"/> is the mean; of any other <see cref="Result"/> alone.
    /// </summary>
    public virtual ReadOnlySpan<double> Results => new[] { Result };

    /// <summary>Takes a batch.</summary>
    /// <param name="target">The targets, row by row.</param>
    /// <param name="prediction">The predictions, row by row.</param>
    /// <param name="rowLength">The length of a row (the last axis) of predictions.</param>
    /// <param name="sampleWeight">One weight for each sample (a row, or several rows of equal number), or empty if all count alike.</param>
    public abstract void Update(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight);

    /// <summary>Forgets all batches.</summary>
    public abstract void Reset();
}
