namespace NeuralNet;

/// <summary>A data set of windows of a series, which are copied when they are read.</summary>
internal sealed class WindowedDataset(WindowRows windows, WindowRows? targets, RowOrder? order = null) : RowDataset(order ?? new RowOrder())
{
    protected override long? RowCount => windows.Count;

    protected override string Description => Counted.Of(windows.Count, "window");

    protected override RowSource OpenRows(DatasetPass pass) => new([windows], targets is null ? [] : [targets], []);

    protected override RowDataset InOrder(RowOrder newOrder) => new WindowedDataset(windows, targets, newOrder);

    protected override RowDataset Slice(long start, long count)
    {
        int first = (int)Math.Min(start, windows.Count), length = (int)Math.Min(count, windows.Count - first);
        return new WindowedDataset(windows.Slice(first, length), targets?.Slice(first, length), Order);
    }
}
