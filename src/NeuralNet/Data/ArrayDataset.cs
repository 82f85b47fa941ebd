namespace NeuralNet;

/// <summary>A data set of tensors whose rows are the samples.</summary>
internal sealed class ArrayDataset : RowDataset
{
    private RowSource? rows;

    public ArrayDataset(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight, RowOrder? order = null)
        : base(order ?? new RowOrder()) => (X, Y, SampleWeight) = (x, y, sampleWeight);

    public IReadOnlyList<Tensor> X { get; }

    /// <summary>The targets; none for predictions.</summary>
    public IReadOnlyList<Tensor> Y { get; }

    /// <summary>The weights of the samples: one tensor for all outputs or one for each output; null if all samples weigh 1.</summary>
    public IReadOnlyList<Tensor?>? SampleWeight { get; }

    /// <summary>The rows, which are made when they are needed: a model checks the tensors first, of which a caller may give null.</summary>
    private RowSource Rows => rows ??= new RowSource(
        [.. X.Select(tensor => new ArrayRows(tensor))],
        [.. Y.Select(tensor => new ArrayRows(tensor))],
        [.. (SampleWeight ?? []).Select(weights => weights is null ? null : new ArrayRows(weights))]);

    protected override long? RowCount => Rows.Count;

    protected override string Description => Counted.Of(Rows.Count, "row");

    protected override RowSource OpenRows(DatasetPass pass) => Rows;

    protected override RowDataset InOrder(RowOrder newOrder) => new ArrayDataset(X, Y, SampleWeight, newOrder);

    protected override RowDataset Slice(long start, long count)
    {
        int first = (int)Math.Min(start, Rows.Count), length = (int)Math.Min(count, Rows.Count - first);
        return new ArrayDataset(
            [.. X.Select(tensor => tensor.Slice(first, length))],
            [.. Y.Select(tensor => tensor.Slice(first, length))],
            SampleWeight is null ? null : [.. SampleWeight.Select(weights => weights?.Slice(first, length))],
            Order);
    }
}
