using System.Globalization;

namespace NeuralNet;

/// <summary>
/// The frequency at which a callback saves: at the end of each epoch, the default, or after a number of batches. Converts implicitly from
/// Keras's values of <c>save_freq</c>: <c>"epoch"</c> or a number of batches.
/// </summary>
public readonly record struct SaveFrequency
{
    private SaveFrequency(int batches) => Batches = batches;

    /// <summary>The frequency of one save at the end of each epoch.</summary>
    public static SaveFrequency Epoch => default;

    /// <summary>The number of batches between two saves; null for the end of each epoch.</summary>
    public int? Batches { get; }

    /// <summary>Returns the frequency of one save after a number of batches, counted across epochs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public static SaveFrequency EveryBatches(int count) => new(Require.Positive(count));

    /// <summary>Converts a number of batches between two saves.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public static implicit operator SaveFrequency(int batches) => EveryBatches(batches);

    /// <summary>Converts Keras's <c>"epoch"</c> to the end of each epoch.</summary>
    /// <exception cref="ArgumentException">The text is not <c>"epoch"</c>.</exception>
    public static implicit operator SaveFrequency(string name) => name == "epoch"
        ? Epoch
        : throw new ArgumentException($"The frequency of saving is \"epoch\" or a number of batches; it was '{name}'.", nameof(name));

    /// <inheritdoc/>
    public override string ToString() =>
        Batches is int count ? count == 1 ? "every batch" : $"every {Counted.Of(count, "batch")}" : "epoch";
}
