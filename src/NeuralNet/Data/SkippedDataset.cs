namespace NeuralNet;

/// <summary>A data set of all but the first elements of another one.</summary>
internal sealed class SkippedDataset(Dataset source, long count) : ReaderDataset
{
    public override long? Count => source.Count is long all ? Math.Max(0, all - count) : null;

    public override bool IsEndless => source.IsEndless;

    public override bool IsBatched => source.IsBatched;

    public override string ToString() => FormattableString.Invariant($"{source} from element {count} on");

    internal override DatasetReader Open(DatasetPass pass)
    {
        DatasetReader reader = source.Open(pass);
        try
        {
            reader.Skip(count);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }
}
