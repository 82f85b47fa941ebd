namespace NeuralNet;

/// <summary>
/// A data set of tensors whose rows are the samples. Rows have random access, so that their order is drawn as a whole and
/// batches are copied directly to their destination.
/// </summary>
internal sealed class ArrayDataset(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor> y, IReadOnlyList<Tensor?>? sampleWeight) : ReaderDataset
{
    public IReadOnlyList<Tensor> X { get; } = x;

    /// <summary>The targets; none for predictions.</summary>
    public IReadOnlyList<Tensor> Y { get; } = y;

    /// <summary>The weights of the samples: one tensor for all outputs or one for each output; null if all samples weigh 1.</summary>
    public IReadOnlyList<Tensor?>? SampleWeight { get; } = sampleWeight;

    /// <summary>Gets a value indicating whether <see cref="Dataset.Shuffle"/> was called.</summary>
    public bool IsShuffled { get; private init; }

    /// <summary>The seed of the order; null for that of the pass.</summary>
    public int? ShuffleSeed { get; private init; }

    /// <summary>The number of samples of a batch; null if <see cref="Dataset.Batch"/> was not called.</summary>
    public int? BatchSize { get; private init; }

    /// <summary>Gets a value indicating whether a last batch of fewer samples is omitted.</summary>
    public bool DropRemainder { get; private init; }

    public override bool IsBatched => BatchSize is not null;

    public override long? Count => BatchSize is int size ? new Batches(X[0].Rows, size, DropRemainder).Count : X[0].Rows;

    public override string ToString()
    {
        string order = IsShuffled ? ", shuffled as a whole" : "", batches = IsBatched ? $", in batches of {BatchSize}" : "";
        return $"{Counted.Of(X[0].Rows, "row")}{order}{batches}";
    }

    internal override DatasetReader Open(DatasetPass pass)
    {
        var batches = new Batches(X[0].Rows, BatchSize ?? 1, DropRemainder);
        if (IsShuffled)
            batches.Shuffle(true, ShuffleSeed ?? pass.Seed, pass.Number);
        return new Reader(this, batches);
    }

    private protected override Dataset NewShuffled(int? bufferSize, int? seed) => IsBatched
        ? base.NewShuffled(bufferSize, seed)
        : new ArrayDataset(X, Y, SampleWeight) { IsShuffled = true, ShuffleSeed = seed };

    private protected override Dataset NewBatched(int batchSize, bool dropRemainder) => new ArrayDataset(X, Y, SampleWeight)
    {
        IsShuffled = IsShuffled,
        ShuffleSeed = ShuffleSeed,
        BatchSize = batchSize,
        DropRemainder = dropRemainder,
    };

    private protected override Dataset NewTaken(long count) => IsShuffled || IsBatched
        ? base.NewTaken(count)
        : Slice(0, (int)Math.Min(count, X[0].Rows));

    private protected override Dataset NewSkipped(long count)
    {
        int skipped = (int)Math.Min(count, X[0].Rows);
        return IsShuffled || IsBatched ? base.NewSkipped(count) : Slice(skipped, X[0].Rows - skipped);
    }

    private ArrayDataset Slice(int start, int count) => new(
        [.. X.Select(tensor => tensor.Slice(start, count))],
        [.. Y.Select(tensor => tensor.Slice(start, count))],
        SampleWeight is null ? null : [.. SampleWeight.Select(weights => weights?.Slice(start, count))]);

    private sealed class Reader(ArrayDataset data, Batches batches) : DatasetReader
    {
        private readonly TensorList x = new(data.X), y = new(data.Y), weights = new(data.SampleWeight ?? []);
        private readonly BatchPool pool = new();
        private int next;

        public override bool TryRead(out DatasetElement element)
        {
            if (next == batches.Count)
            {
                element = default;
                return false;
            }

            element = data.IsBatched ? ReadBatch(next) : ReadRow(batches.RowAt(next));
            next++;
            return true;
        }

        public override long Skip(long count)
        {
            int skipped = (int)Math.Min(count, batches.Count - next);
            next += skipped;
            return skipped;
        }

        public override void Recycle(in DatasetElement element)
        {
            if (data.IsBatched)
                pool.Return(element);
        }

        private DatasetElement ReadRow(int row)
        {
            return new DatasetElement(x.Select(Row), y.Select(Row), weights.Select(Row));

            Tensor Row(Tensor tensor) => tensor.Slice(row, 1).Reshape(tensor.Shape.WithoutBatch());
        }

        private DatasetElement ReadBatch(int batch)
        {
            int rows = batches.SizeOf(batch);
            if (!pool.TryRent(rows, out DatasetElement element))
                element = NewBatch(rows);
            Gather(batch, x, element.InputList);
            Gather(batch, y, element.TargetList);
            Gather(batch, weights, element.WeightList);
            return element;
        }

        private DatasetElement NewBatch(int rows)
        {
            return new DatasetElement(x.Select(Rows), y.Select(Rows), weights.Select(Rows));

            Tensor Rows(Tensor tensor) => new(tensor.Shape.WithoutBatch().WithBatch(rows));
        }

        private void Gather(int batch, TensorList source, TensorList target)
        {
            for (int i = 0; i < source.Count; i++)
            {
                if (source[i] is { } tensor)
                    batches.Gather(batch, 0, tensor, target[i]!);
            }
        }
    }
}
