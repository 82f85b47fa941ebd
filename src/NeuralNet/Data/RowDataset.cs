namespace NeuralNet;

/// <summary>
/// A data set of rows with random access, so that their order is drawn as a whole and nothing is read to skip them.
/// </summary>
internal abstract class RowDataset(RowOrder order) : ReaderDataset
{
    public RowOrder Order => order;

    public sealed override bool IsBatched => order.BatchSize is not null;

    public sealed override long? Count => RowCount is long rows ? order.Count(rows) : null;

    /// <summary>The number of rows; null if it is not known.</summary>
    protected abstract long? RowCount { get; }

    /// <summary>The description of the rows, without their order.</summary>
    protected abstract string Description { get; }

    public sealed override string ToString() => Description + order;

    internal sealed override DatasetReader Open(DatasetPass pass)
    {
        RowSource rows = OpenRows(pass);
        return new RowReader(rows, order.NewBatches(rows.Count, pass), IsBatched);
    }

    protected abstract RowSource OpenRows(DatasetPass pass);

    /// <summary>Creates a data set of the same rows in another order.</summary>
    protected abstract RowDataset InOrder(RowOrder newOrder);

    /// <summary>Creates a data set of a range of the rows, which ends at their last one if <paramref name="count"/> is greater.</summary>
    protected abstract RowDataset Slice(long start, long count);

    private protected sealed override Dataset NewShuffled(int? bufferSize, int? seed) => IsBatched
        ? base.NewShuffled(bufferSize, seed)
        : InOrder(order with { IsShuffled = true, ShuffleSeed = seed });

    private protected sealed override Dataset NewBatched(int batchSize, bool dropRemainder) =>
        InOrder(order with { BatchSize = batchSize, DropRemainder = dropRemainder });

    private protected sealed override Dataset NewTaken(long count) => order.IsAsGiven ? Slice(0, count) : base.NewTaken(count);

    private protected sealed override Dataset NewSkipped(long count) =>
        order.IsAsGiven ? Slice(count, long.MaxValue) : base.NewSkipped(count);
}
