namespace NeuralNet;

/// <summary>Tensors in memory, whose rows have random access.</summary>
/// <param name="arrays">The tensors.</param>
/// <param name="batchSize">The number of samples of a batch.</param>
internal sealed class ArrayPassData(AlignedArrays arrays, int batchSize) : PassData
{
    public AlignedArrays Arrays => arrays;

    public override AlignedArrays Example => arrays;

    public override int BatchSize => batchSize;

    /// <summary>Gets a value indicating whether a last batch of fewer samples is omitted.</summary>
    public bool DropRemainder { get; init; }

    public Shuffle Shuffle { get; init; } = false;

    /// <summary>The seed of the order; null for the seed of the model.</summary>
    public int? ShuffleSeed { get; init; }

    public override string Order => ShuffleSeed is int seed ? FormattableString.Invariant($"{Shuffle} by {seed}") : Shuffle.ToString();

    public override Pass NewPass(Func<AlignedArrays, int, BatchBuffers> makeBuffers, Func<MetricTracker> newTracker, bool isShared) =>
        new ArrayPass(this, makeBuffers, newTracker, isShared);
}
