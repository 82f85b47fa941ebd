namespace NeuralNet;

/// <summary>
/// The order in which Fit takes the samples, drawn in each epoch. Converts implicitly from Keras's
/// values of <c>shuffle</c>: <c>true</c>, the default, puts all samples in a new order; <c>"batch"</c> leaves each sample in its batch and
/// puts those of a batch in a new order; <c>false</c> takes them as they are. Keras: data_adapters/array_data_adapter.py.
/// </summary>
public readonly record struct Shuffle
{
    private Shuffle(bool isNone, bool isWithinBatches) => (IsNone, IsWithinBatches) = (isNone, isWithinBatches);

    /// <summary>Gets a value indicating whether the samples are taken as they are.</summary>
    internal bool IsNone { get; }

    /// <summary>Gets a value indicating whether each sample stays in its batch.</summary>
    internal bool IsWithinBatches { get; }

    /// <summary>Converts true to a new order of all samples, false to their own order.</summary>
    public static implicit operator Shuffle(bool isShuffled) => new(!isShuffled, isWithinBatches: false);

    /// <summary>Converts <c>"batch"</c>, Keras's name of a new order within each batch.</summary>
    /// <exception cref="ArgumentException">The value is not <c>"batch"</c>.</exception>
    public static implicit operator Shuffle(string name) => name == "batch"
        ? new Shuffle(isNone: false, isWithinBatches: true)
        : throw new ArgumentException($"'shuffle' is true, false or \"batch\"; it was '{name}'.", nameof(name));

    /// <inheritdoc/>
    public override string ToString() => IsNone ? "as given" : IsWithinBatches ? "shuffled within batches" : "shuffled";
}
