namespace NeuralNet;

/// <summary>The order of the rows of a data set with random access, and their division into batches.</summary>
internal sealed record RowOrder
{
    /// <summary>Gets a value indicating whether <see cref="Dataset.Shuffle"/> was called.</summary>
    public bool IsShuffled { get; init; }

    /// <summary>The seed of the order; null for that of the pass.</summary>
    public int? ShuffleSeed { get; init; }

    /// <summary>The number of samples of a batch; null if <see cref="Dataset.Batch"/> was not called.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Gets a value indicating whether a last batch of fewer samples is omitted.</summary>
    public bool DropRemainder { get; init; }

    /// <summary>Gets a value indicating whether the rows are single samples in their own order.</summary>
    public bool IsAsGiven => !IsShuffled && BatchSize is null;

    /// <summary>Returns the number of elements of a pass.</summary>
    public long Count(long rows) => BatchSize is int size ? BatchCount.Of(rows, size, DropRemainder) : rows;

    /// <summary>Divides rows into the batches of a pass, which have one row each without a batch size.</summary>
    public Batches NewBatches(int rows, DatasetPass pass)
    {
        var batches = new Batches(rows, BatchSize ?? 1, DropRemainder);
        if (IsShuffled)
            batches.Shuffle(true, ShuffleSeed ?? pass.Seed, pass.Number);
        return batches;
    }

    public override string ToString()
    {
        string order = IsShuffled ? ", shuffled as a whole" : "", batches = BatchSize is int size ? $", in batches of {size}" : "";
        return order + batches;
    }
}
