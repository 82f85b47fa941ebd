namespace NeuralNet;

/// <summary>A data set whose elements are changed by a function.</summary>
internal sealed class MappedDataset(Dataset source, Func<DatasetElement, DatasetElement> change) : ReaderDataset
{
    public override long? Count => source.Count;

    public override bool IsEndless => source.IsEndless;

    public override bool IsBatched => source.IsBatched;

    public override string ToString() => $"{source}, mapped";

    internal override DatasetReader Open(DatasetPass pass) => new Reader(source.Open(pass), change);

    /// <summary>Recycles nothing: the function may have kept the tensors of an element.</summary>
    private sealed class Reader(DatasetReader source, Func<DatasetElement, DatasetElement> change) : DatasetReader
    {
        public override bool TryRead(out DatasetElement element)
        {
            if (!source.TryRead(out element))
                return false;
            element = change(element);
            return element.InputList.Count > 0 ? true : throw new InvalidOperationException("The function of Map returned an element "
                + "that has no input.");
        }

        public override long Skip(long count) => source.Skip(count);

        public override void Dispose() => source.Dispose();
    }
}
