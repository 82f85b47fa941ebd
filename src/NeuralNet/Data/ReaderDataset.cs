namespace NeuralNet;

/// <summary>A data set of the library, which is read by a reader instead of an enumerator.</summary>
internal abstract class ReaderDataset : Dataset
{
    protected sealed override IEnumerable<DatasetElement> Read(DatasetPass pass) =>
        Elements(pass.Seed, pass.Number, pass.CancellationToken);

    internal abstract override DatasetReader Open(DatasetPass pass);
}
