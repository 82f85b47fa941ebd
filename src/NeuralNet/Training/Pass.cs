namespace NeuralNet;

/// <summary>A way through data, batch after batch, again and again: where it is, and the running figures.</summary>
internal abstract class Pass : IDisposable
{
    private readonly MetricTracker? part;

    /// <param name="newTracker">Makes figures of the pass.</param>
    /// <param name="isShared">Whether several processes share the batches.</param>
    protected Pass(Func<MetricTracker> newTracker, bool isShared)
    {
        Tracker = OwnTracker = newTracker();
        if (isShared)
            (OwnTracker, part) = (newTracker(), newTracker());
    }

    /// <summary>The figures of all rows.</summary>
    public MetricTracker Tracker { get; }

    /// <summary>The figures of the rows of this process; those of all where it has the batches for itself.</summary>
    public MetricTracker OwnTracker { get; }

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

    /// <summary>Forgets the figures.</summary>
    public void Reset()
    {
        OwnTracker.Reset();
        Tracker.Reset();
    }

    /// <summary>Puts the figures of all processes together.</summary>
    public void Merge(RankExchange exchange) => exchange.Merge(OwnTracker, part!, Tracker);

    public virtual void Dispose()
    {
    }
}
