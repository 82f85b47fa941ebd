namespace NeuralNet;

/// <summary>A way through data, batch after batch, again and again: where it is, and the running figures.</summary>
internal abstract class Pass(MetricTracker tracker) : IDisposable
{
    public MetricTracker Tracker { get; } = tracker;

    /// <summary>The number of batches of the data; null while it is not known.</summary>
    public abstract int? Count { get; }

    /// <summary>Goes to a batch of the data in the order of a number, if the pass is not there already.</summary>
    public abstract void Begin(int seed, long number, int batch);

    /// <summary>Returns whether the data have another batch.</summary>
    public abstract bool HasNext();

    /// <summary>Copies the next batch into the buffers of its shapes; null at the end of the data.</summary>
    public abstract BatchBuffers? Read();

    /// <summary>An error about data that gave nothing.</summary>
    public abstract Exception NothingRead();

    public virtual void Dispose()
    {
    }
}
