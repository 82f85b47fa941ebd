namespace NeuralNet;

/// <summary>Elements that a background thread reads ahead, at most so many at a time.</summary>
internal sealed class PrefetchedDataset(Dataset source, int bufferSize) : ReaderDataset
{
    public override long? Count => source.Count;

    public override bool IsEndless => source.IsEndless;

    public override bool IsBatched => source.IsBatched;

    public override string ToString() => FormattableString.Invariant($"{source}, {bufferSize} read ahead");

    internal override DatasetReader Open(DatasetPass pass) => new PrefetchReader(source, pass, bufferSize);
}
