namespace NeuralNet;

/// <summary>A data set of tensors whose rows are the samples.</summary>
internal sealed class ArrayDataset : RowDataset
{
    private readonly RowSource rows;

    public ArrayDataset(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight, RowOrder? order = null)
        : base(order ?? new RowOrder())
    {
        (X, Y, SampleWeight) = (x, y, sampleWeight);
        rows = new RowSource(
            [.. x.Select(tensor => new ArrayRows(tensor))],
            [.. y.Select(tensor => new ArrayRows(tensor))],
            [.. (sampleWeight ?? []).Select(weights => weights is null ? null : new ArrayRows(weights))]);
    }

    public IReadOnlyList<Tensor> X { get; }

    /// <summary>The targets; none for predictions.</summary>
    public IReadOnlyList<Tensor> Y { get; }

    /// <summary>The weights of the samples: one tensor for all outputs or one for each output; null if all samples weigh 1.</summary>
    public IReadOnlyList<Tensor?>? SampleWeight { get; }

    protected override long? RowCount => rows.Count;

    protected override string Description => Counted.Of(rows.Count, "row");

    protected override RowSource OpenRows(DatasetPass pass) => rows;

    protected override RowDataset InOrder(RowOrder newOrder) => new ArrayDataset(X, Y, SampleWeight, newOrder);

    protected override RowDataset Slice(long start, long count)
    {
        int first = (int)Math.Min(start, rows.Count), length = (int)Math.Min(count, rows.Count - first);
        return new ArrayDataset(
            [.. X.Select(tensor => tensor.Slice(first, length))],
            [.. Y.Select(tensor => tensor.Slice(first, length))],
            SampleWeight is null ? null : [.. SampleWeight.Select(weights => weights?.Slice(first, length))],
            Order);
    }
}
