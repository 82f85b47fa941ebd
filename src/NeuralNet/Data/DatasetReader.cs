namespace NeuralNet;

/// <summary>Reads the elements of one pass through a data set, from the first to the last.</summary>
internal abstract class DatasetReader : IDisposable
{
    /// <summary>Reads the next element; returns false at the end.</summary>
    public abstract bool TryRead(out DatasetElement element);

    /// <summary>Skips elements.</summary>
    /// <returns>The number of elements skipped, which is smaller than requested at the end.</returns>
    public virtual long Skip(long count)
    {
        long skipped = 0;
        for (; skipped < count && TryRead(out DatasetElement element); skipped++)
            Recycle(element);
        return skipped;
    }

    /// <summary>Recycles an element that is no longer needed, so that its memory is reused.</summary>
    public virtual void Recycle(in DatasetElement element)
    {
    }

    public virtual void Dispose()
    {
    }
}
