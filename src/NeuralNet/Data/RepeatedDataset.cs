namespace NeuralNet;

/// <summary>A data set that repeats another one, in a new order each time if the source is shuffled.</summary>
/// <param name="source">The data set.</param>
/// <param name="times">The number of times; null for no end.</param>
internal sealed class RepeatedDataset(Dataset source, int? times) : ReaderDataset
{
    public override long? Count => times is int number ? source.Count * number : source.Count == 0 ? 0 : null;

    public override bool IsEndless => times is null || source.IsEndless;

    public override bool IsBatched => source.IsBatched;

    public override string ToString() => times is int number
        ? FormattableString.Invariant($"{source}, {number} times")
        : $"{source}, again and again";

    internal override DatasetReader Open(DatasetPass pass) =>
        new Reader(source, pass with { Number = pass.Number * (times ?? 1) }, times ?? long.MaxValue);

    private sealed class Reader(Dataset source, DatasetPass pass, long times) : DatasetReader
    {
        private DatasetReader? reader = source.Open(pass);
        private long read, repetition;

        public override bool TryRead(out DatasetElement element)
        {
            element = default;
            while (reader is not null)
            {
                if (reader.TryRead(out element))
                {
                    read++;
                    return true;
                }

                Repeat();
            }

            return false;
        }

        public override long Skip(long count)
        {
            long skipped = 0;
            while (reader is not null && skipped < count)
            {
                long more = reader.Skip(count - skipped);
                skipped += more;
                read += more;
                if (skipped < count)
                    Repeat();
            }

            return skipped;
        }

        public override void Recycle(in DatasetElement element) => reader?.Recycle(element);

        public override void Dispose() => reader?.Dispose();

        /// <summary>Starts the source again unless it had no elements: repeating nothing would never end.</summary>
        private void Repeat()
        {
            reader!.Dispose();
            reader = null;
            if (read == 0 || ++repetition == times)
                return;
            read = 0;
            reader = source.Open(pass with { Number = pass.Number + repetition });
        }
    }
}
