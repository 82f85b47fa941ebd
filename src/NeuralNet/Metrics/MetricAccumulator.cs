namespace NeuralNet;

/// <summary>The state of one metric over one pass: accepts batches and computes the result so far.</summary>
public abstract class MetricAccumulator
{
    /// <summary>The result over all batches since the last <see cref="Reset"/>, which logs show; 0 before the first batch.</summary>
    public abstract double Result { get; }

    /// <summary>
    /// The full result: for a metric of separate classes or thresholds one value for each, with <see cref="Result"/> as the mean; for any
    /// other metric <see cref="Result"/> alone.
    /// </summary>
    public virtual ReadOnlySpan<double> Results => new[] { Result };

    /// <summary>Adds a batch.</summary>
    /// <param name="target">The targets, row by row.</param>
    /// <param name="prediction">The predictions, row by row.</param>
    /// <param name="rowLength">The length of a row (the last axis) of predictions.</param>
    /// <param name="sampleWeight">
    /// One weight for each sample (one row, or an equal number of rows each); empty if all weights are 1.
    /// </param>
    public abstract void Update(
        ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight);

    /// <summary>Discards all batches.</summary>
    public abstract void Reset();

    /// <summary>
    /// Adds the batches of another accumulator of the same metric, as if they followed those of this one. Processes that share a batch
    /// count their rows separately and merge the accumulators. A metric that does not override the method cannot be reported by such a
    /// training.
    /// </summary>
    /// <param name="other">The other accumulator, which does not change.</param>
    /// <exception cref="ArgumentException">The other accumulator has another type.</exception>
    /// <exception cref="NotSupportedException">The method is not overridden.</exception>
    public virtual void MergeWith(MetricAccumulator other) =>
        throw new NotSupportedException($"{GetType().Name} does not override {nameof(MergeWith)}, so the counts of several processes "
            + "cannot be added. Override it to add the counts of the other accumulator.");

    /// <summary>
    /// Saves the state since the last <see cref="Reset"/>, with which <see cref="BackupAndRestore"/> resumes in the middle of an epoch and
    /// processes that share a training exchange their counts. A metric that does not override the method can be used in training, but
    /// neither in backups within an epoch nor by several processes.
    /// </summary>
    /// <exception cref="NotSupportedException">The method is not overridden.</exception>
    public virtual void SaveState(SavedState state) => throw NoState(nameof(SaveState));

    /// <summary>Restores the state that <see cref="SaveState"/> has saved.</summary>
    /// <exception cref="FormatException">A value is missing or has another size.</exception>
    /// <exception cref="NotSupportedException">The method is not overridden.</exception>
    public virtual void RestoreState(SavedState state) => throw NoState(nameof(RestoreState));

    /// <summary>Returns the mean of <see cref="Results"/>; 0 if there are none.</summary>
    private protected double MeanOfResults()
    {
        ReadOnlySpan<double> results = Results;
        double sum = 0;
        foreach (double result in results)
            sum += result;
        return results.IsEmpty ? 0 : sum / results.Length;
    }

    /// <summary>Returns the other accumulator as one of this type.</summary>
    /// <exception cref="ArgumentException">The accumulator has another type.</exception>
    private protected static T SameKind<T>(MetricAccumulator other)
        where T : MetricAccumulator
    {
        ArgumentNullException.ThrowIfNull(other);
        return other as T
            ?? throw new ArgumentException($"Only accumulators of one metric can be merged; one is a {typeof(T).Name}, the other a "
                + $"{other.GetType().Name}.", nameof(other));
    }

    private NotSupportedException NoState(string method) =>
        new($"{GetType().Name} does not override {method}, so its state within an epoch cannot be saved. Override SaveState and "
            + "RestoreState.");
}
