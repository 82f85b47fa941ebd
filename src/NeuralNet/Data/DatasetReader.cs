namespace NeuralNet;

/// <summary>Reads the elements of one pass through a data set, from the first to the last.</summary>
internal abstract class DatasetReader : IDisposable
{
    /// <summary>Reads the next element; false at the end.</summary>
    public abstract bool TryRead(out DatasetElement element);

    /// <summary>Goes past elements.</summary>
    /// <returns>The number of elements, fewer than asked for at the end.</returns>
    public virtual long Skip(long count)
    {
        long skipped = 0;
        for (; skipped < count && TryRead(out DatasetElement element); skipped++)
            Recycle(element);
        return skipped;
    }

    /// <summary>Takes back an element that nobody needs any more, so that its memory serves again.</summary>
    public virtual void Recycle(in DatasetElement element)
    {
    }

    public virtual void Dispose()
    {
    }
}
