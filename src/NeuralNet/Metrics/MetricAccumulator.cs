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
    public abstract void Update(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight);

    /// <summary>Forgets all batches.</summary>
    public abstract void Reset();

    /// <summary>
    /// Takes in what another accumulator of the same metric has counted, as if its batches had come behind those of this one. So parts of
    /// the rows are counted each for itself, as by processes that share a batch, and the figures are those of the whole. A metric that does
    /// not override it cannot be reported by such a training.
    /// </summary>
    /// <param name="other">The other accumulator, which stays as it is.</param>
    /// <exception cref="ArgumentException">The other accumulator is of another kind.</exception>
    /// <exception cref="NotSupportedException">The method is not overridden.</exception>
    public virtual void MergeWith(MetricAccumulator other) =>
        throw new NotSupportedException($"{GetType().Name} does not override {nameof(MergeWith)}, so what parts of the rows have given cannot be put together. Override it to add what the other accumulator has counted.");

    /// <summary>
    /// Keeps what the batches since the last <see cref="Reset"/> have given, so that <see cref="BackupAndRestore"/> can go on in the
    /// middle of an epoch. Metrics that do not override it can be trained with, but not backed up every few batches.
    /// </summary>
    /// <exception cref="NotSupportedException">It is not overridden.</exception>
    public virtual void SaveState(SavedState state) => throw NoState(nameof(SaveState));

    /// <summary>Takes what <see cref="SaveState"/> has kept in the place of what is there.</summary>
    /// <exception cref="FormatException">Something is missing or of another size.</exception>
    /// <exception cref="NotSupportedException">It is not overridden.</exception>
    public virtual void RestoreState(SavedState state) => throw NoState(nameof(RestoreState));

    /// <summary>For metrics that judge each class or threshold for itself; 0 before they know of any.</summary>
    private protected double MeanOfResults()
    {
        ReadOnlySpan<double> results = Results;
        double sum = 0;
        foreach (double result in results)
            sum += result;
        return results.IsEmpty ? 0 : sum / results.Length;
    }

    /// <summary>Returns the accumulator to be merged with this one.</summary>
    /// <exception cref="ArgumentException">It is of another kind.</exception>
    private protected static T SameKind<T>(MetricAccumulator other)
        where T : MetricAccumulator
    {
        ArgumentNullException.ThrowIfNull(other);
        return other as T
            ?? throw new ArgumentException($"Only accumulators of one metric can be merged; one is a {typeof(T).Name}, the other a {other.GetType().Name}.", nameof(other));
    }

    private NotSupportedException NoState(string method) =>
        new($"{GetType().Name} cannot tell what it has counted in the middle of an epoch, as it does not override {method}. Override SaveState and RestoreState, or back up with saveFreq: \"epoch\".");
}
