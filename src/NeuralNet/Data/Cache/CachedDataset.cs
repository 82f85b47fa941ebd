namespace NeuralNet;

/// <summary>A data set of the rows of a mapped file.</summary>
/// <param name="cache">The file.</param>
/// <param name="first">The index of the first row.</param>
/// <param name="max">The maximum number of rows; <see cref="long.MaxValue"/> for all.</param>
/// <param name="order">The order of the rows.</param>
internal sealed class CachedDataset(DatasetCache cache, long first, long max, RowOrder order) : RowDataset(order)
{
    public CachedDataset(DatasetCache cache)
        : this(cache, 0, long.MaxValue, new RowOrder())
    {
    }

    protected override long? RowCount => cache.Rows is long all ? CountOf(all) : null;

    protected override string Description
    {
        get
        {
            string start = first > 0 ? FormattableString.Invariant($" from row {first} on") : "";
            return cache + start + (max < long.MaxValue ? $", at most {Counted.Of(max, "row")}" : "");
        }
    }

    protected override RowSource OpenRows(DatasetPass pass)
    {
        RowFile file = cache.Open(pass);
        file.Expect(Order.IsShuffled);
        return file.Slice((int)Math.Min(first, file.Rows), (int)CountOf(file.Rows));
    }

    protected override RowDataset InOrder(RowOrder newOrder) => new CachedDataset(cache, first, max, newOrder);

    protected override RowDataset Slice(long start, long count)
    {
        long skipped = Math.Min(start, Array.MaxLength), left = max < long.MaxValue ? Math.Max(0, max - skipped) : max;
        return new CachedDataset(cache, first + skipped, Math.Min(count, left), Order);
    }

    private long CountOf(long all) => Math.Min(max, Math.Max(0, all - first));
}
