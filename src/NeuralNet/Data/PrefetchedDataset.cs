namespace NeuralNet;

/// <summary>A data set whose elements a background thread reads ahead, up to the size of a buffer.</summary>
internal sealed class PrefetchedDataset(Dataset source, int? bufferSize) : ReaderDataset
{
    public override long? Count => source.Count;

    public override bool IsEndless => source.IsEndless;

    public override bool IsBatched => source.IsBatched;

    public override string ToString() => bufferSize is int size
        ? FormattableString.Invariant($"{source}, {size} read ahead")
        : $"{source}, read ahead";

    internal override DatasetReader Open(DatasetPass pass) => new PrefetchReader(source, pass, bufferSize);
}
