namespace NeuralNet;

/// <summary>The samples or batches of an enumerable, which starts again for each pass.</summary>
internal sealed class EnumerableDataset<T>(IEnumerable<T> elements, Func<T, DatasetElement> convert, bool isBatched) : ReaderDataset
{
    public override long? Count => elements.TryGetNonEnumeratedCount(out int count) ? count : null;

    public override bool IsBatched => isBatched;

    public override string ToString() => isBatched ? "enumerable of batches" : "enumerable";

    internal override DatasetReader Open(DatasetPass pass) => new EnumeratorReader<T>(elements.GetEnumerator(), convert);
}
