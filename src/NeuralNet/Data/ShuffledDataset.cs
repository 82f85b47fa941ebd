namespace NeuralNet;

/// <summary>
/// A data set whose elements are shuffled in a buffer: each is drawn from the buffer, and the next element of the source takes its place,
/// as in tf.data's <c>shuffle</c>.
/// </summary>
internal sealed class ShuffledDataset(Dataset source, int bufferSize, int? seed) : ReaderDataset
{
    public override long? Count => source.Count;

    public override bool IsEndless => source.IsEndless;

    public override bool IsBatched => source.IsBatched;

    public override string ToString() => FormattableString.Invariant($"{source}, shuffled in a buffer of {bufferSize}");

    internal override DatasetReader Open(DatasetPass pass) => new Reader(
        source.Open(pass), bufferSize, new RandomStream(seed ?? pass.Seed, RandomPurpose.Shuffle, pass.Number));

    private sealed class Reader(DatasetReader source, int bufferSize, RandomStream random) : DatasetReader
    {
        private readonly List<DatasetElement> buffer = [];
        private bool isAtEnd;

        public override bool TryRead(out DatasetElement element)
        {
            while (!isAtEnd && buffer.Count < bufferSize)
            {
                if (source.TryRead(out DatasetElement next))
                    buffer.Add(next);
                else
                    isAtEnd = true;
            }

            if (buffer.Count == 0)
            {
                element = default;
                return false;
            }

            int drawn = random.NextInt32(buffer.Count);
            element = buffer[drawn];
            buffer[drawn] = buffer[^1];
            buffer.RemoveAt(buffer.Count - 1);
            return true;
        }

        public override void Recycle(in DatasetElement element) => source.Recycle(element);

        public override void Dispose() => source.Dispose();
    }
}
