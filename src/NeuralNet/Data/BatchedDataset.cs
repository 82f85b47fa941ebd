namespace NeuralNet;

/// <summary>A data set that groups samples into batches.</summary>
internal sealed class BatchedDataset(Dataset source, int batchSize, bool dropRemainder) : ReaderDataset
{
    public override long? Count => source.Count is long count ? BatchCount.Of(count, batchSize, dropRemainder) : null;

    public override bool IsEndless => source.IsEndless;

    public override bool IsBatched => true;

    public override string ToString() => FormattableString.Invariant($"{source}, in batches of {batchSize}");

    internal override DatasetReader Open(DatasetPass pass) => new Reader(source.Open(pass), batchSize, dropRemainder);

    private sealed class Reader(DatasetReader source, int batchSize, bool dropRemainder) : DatasetReader
    {
        private readonly BatchPool pool = new();

        public override bool TryRead(out DatasetElement element)
        {
            if (!source.TryRead(out DatasetElement sample))
            {
                element = default;
                return false;
            }

            if (!pool.TryRent(batchSize, sample, out element))
                element = NewBatch(sample);
            int rows = 0;
            do
            {
                CopyTo(element, rows++, sample);
                source.Recycle(sample);
            }
            while (rows < batchSize && source.TryRead(out sample));
            if (rows == batchSize)
                return true;
            pool.Return(element);
            element = dropRemainder ? default : FirstRows(element, rows);
            return !dropRemainder;
        }

        public override long Skip(long count) =>
            BatchCount.Of(source.Skip(BatchCount.Samples(count, batchSize)), batchSize, dropRemainder);

        public override void Recycle(in DatasetElement element)
        {
            if (element.InputList[0]!.Rows == batchSize)
                pool.Return(element);
        }

        public override void Dispose() => source.Dispose();

        private DatasetElement NewBatch(in DatasetElement sample)
        {
            return new DatasetElement(sample.InputList.Select(Batch), sample.TargetList.Select(Batch), sample.WeightList.Select(Batch));

            Tensor Batch(Tensor tensor) => new(tensor.Shape.WithBatch(batchSize));
        }

        private static DatasetElement FirstRows(in DatasetElement batch, int rows)
        {
            return new DatasetElement(batch.InputList.Select(First), batch.TargetList.Select(First), batch.WeightList.Select(First));

            Tensor First(Tensor tensor) => tensor.Slice(0, rows).Clone();
        }

        private static void CopyTo(in DatasetElement batch, int row, in DatasetElement sample)
        {
            CopyTo(batch.InputList, row, sample.InputList, "input");
            CopyTo(batch.TargetList, row, sample.TargetList, "target");
            CopyTo(batch.WeightList, row, sample.WeightList, "sample weight");
        }

        private static void CopyTo(TensorList batch, int row, TensorList sample, string what)
        {
            SampleShapes.RequireCount(batch.Count, sample.Count, row, what);
            for (int i = 0; i < batch.Count; i++)
            {
                SampleShapes.RequirePresent(batch[i] is not null, sample[i] is not null, row, i, what);
                if (batch[i] is not { } target)
                    continue;
                Tensor tensor = sample[i]!;
                if (!target.Shape.Sizes[1..].SequenceEqual(tensor.Shape.Sizes))
                    throw SampleShapes.Different(target.Shape.WithoutBatch(), tensor.Shape, row, i, what);
                tensor.Data.CopyTo(target.Data.Slice(row * tensor.Length, tensor.Length));
            }
        }
    }
}
