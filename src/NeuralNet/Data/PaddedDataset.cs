namespace NeuralNet;

/// <summary>A data set that groups samples of different lengths into batches, each padded with zeros to the maximum length.</summary>
internal sealed class PaddedDataset(Dataset source, int batchSize, bool dropRemainder) : ReaderDataset
{
    public override long? Count => source.Count is long count ? BatchCount.Of(count, batchSize, dropRemainder) : null;

    public override bool IsEndless => source.IsEndless;

    public override bool IsBatched => true;

    public override string ToString() => FormattableString.Invariant($"{source}, in padded batches of {batchSize}");

    internal override DatasetReader Open(DatasetPass pass) => new Reader(source.Open(pass), batchSize, dropRemainder);

    private sealed class Reader(DatasetReader source, int batchSize, bool dropRemainder) : DatasetReader
    {
        private readonly List<DatasetElement> samples = [];

        public override bool TryRead(out DatasetElement element)
        {
            samples.Clear();
            while (samples.Count < batchSize && source.TryRead(out DatasetElement sample))
                samples.Add(sample);
            bool isRead = samples.Count == batchSize || (samples.Count > 0 && !dropRemainder);
            element = isRead
                ? new DatasetElement(
                    Pad(sample => sample.InputList, "input"), Pad(sample => sample.TargetList, "target"),
                    Pad(sample => sample.WeightList, "sample weight"))
                : default;
            return isRead;
        }

        public override long Skip(long count) =>
            BatchCount.Of(source.Skip(BatchCount.Samples(count, batchSize)), batchSize, dropRemainder);

        public override void Dispose() => source.Dispose();

        private TensorList Pad(Func<DatasetElement, TensorList> list, string what)
        {
            TensorList[] lists = [.. samples.Select(list)];
            for (int sample = 0; sample < lists.Length; sample++)
                SampleShapes.RequireCount(lists[0].Count, lists[sample].Count, sample, what);
            var padded = new Tensor?[lists[0].Count];
            for (int i = 0; i < padded.Length; i++)
            {
                for (int sample = 0; sample < lists.Length; sample++)
                    SampleShapes.RequirePresent(lists[0][i] is not null, lists[sample][i] is not null, sample, i, what);
                if (lists[0][i] is not null)
                    padded[i] = Pad([.. lists.Select(tensors => tensors[i]!)], i, what);
            }

            return new TensorList(padded);
        }

        /// <summary>Pads samples that may differ only in their first axis, so that each fills the beginning of its row.</summary>
        private static Tensor Pad(Tensor[] rows, int index, string what)
        {
            Tensor max = rows[0];
            for (int sample = 1; sample < rows.Length; sample++)
            {
                Tensor row = rows[sample];
                if (row.Rank != max.Rank || (row.Rank > 0 && !row.Shape.Sizes[1..].SequenceEqual(max.Shape.Sizes[1..])))
                    throw SampleShapes.Different(rows[0].Shape, row.Shape, sample, index, what);
                max = row.Length > max.Length ? row : max;
            }

            var padded = new Tensor(max.Shape.WithBatch(rows.Length));
            for (int sample = 0; sample < rows.Length; sample++)
                rows[sample].Data.CopyTo(padded.Data[(sample * max.Length)..]);
            return padded;
        }
    }
}
