namespace NeuralNet;

/// <summary>A data set of the first elements of another one.</summary>
internal sealed class TakenDataset(Dataset source, long count) : ReaderDataset
{
    public override long? Count => source.IsEndless ? count : source.Count is long all ? Math.Min(all, count) : null;

    public override bool IsBatched => source.IsBatched;

    public override string ToString() => FormattableString.Invariant($"the first {count} of {source}");

    internal override DatasetReader Open(DatasetPass pass) => new Reader(source.Open(pass), count);

    private sealed class Reader(DatasetReader source, long left) : DatasetReader
    {
        public override bool TryRead(out DatasetElement element)
        {
            element = default;
            if (left == 0)
                return false;
            left--;
            return source.TryRead(out element);
        }

        public override long Skip(long count)
        {
            long skipped = source.Skip(Math.Min(count, left));
            left -= skipped;
            return skipped;
        }

        public override void Recycle(in DatasetElement element) => source.Recycle(element);

        public override void Dispose() => source.Dispose();
    }
}
