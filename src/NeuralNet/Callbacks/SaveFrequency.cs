using System.Globalization;

namespace NeuralNet;

/// <summary>
/// When a callback saves: at the end of each epoch, the default, or after every few batches. Converts implicitly from Keras's values
/// of <c>save_freq</c>: <c>"epoch"</c> or a number of batches.
/// </summary>
public readonly record struct SaveFrequency
{
    private SaveFrequency(int batches) => Batches = batches;

    /// <summary>At the end of each epoch.</summary>
    public static SaveFrequency Epoch => default;

    /// <summary>After how many batches; null if at the end of each epoch.</summary>
    public int? Batches { get; }

    /// <summary>After every so many batches, counted on from epoch to epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public static SaveFrequency EveryBatches(int count) => new(Require.Positive(count));

    /// <summary>After every so many batches.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than one.</exception>
    public static implicit operator SaveFrequency(int batches) => EveryBatches(batches);

    /// <summary>Keras's word for the end of each epoch.</summary>
    /// <exception cref="ArgumentException">It is not <c>"epoch"</c>.</exception>
    public static implicit operator SaveFrequency(string name) => name == "epoch"
        ? Epoch
        : throw new ArgumentException($"The frequency of saving is \"epoch\" or a number of batches; it was '{name}'.", nameof(name));

    /// <inheritdoc/>
    public override string ToString() =>
        Batches is int count ? count == 1 ? "every batch" : $"every {Counted.Of(count, "batch")}" : "epoch";
}
