namespace NeuralNet;

/// <summary>A repeated pass through data, batch by batch: its position and its running figures.</summary>
internal abstract class Pass : IDisposable
{
    private readonly MetricTracker? part;

    /// <param name="newTracker">Creates the figures of the pass.</param>
    /// <param name="isShared">Whether several processes share the batches.</param>
    protected Pass(Func<MetricTracker> newTracker, bool isShared)
    {
        Tracker = OwnTracker = newTracker();
        if (isShared)
            (OwnTracker, part) = (newTracker(), newTracker());
    }

    /// <summary>The figures of all rows.</summary>
    public MetricTracker Tracker { get; }

    /// <summary>The figures of the rows of this process; those of all rows if the batches are not shared.</summary>
    public MetricTracker OwnTracker { get; }

    /// <summary>The number of batches of the data; null while the number is unknown.</summary>
    public abstract int? Count { get; }

    /// <summary>Moves to a batch of the data, whose order a number determines, unless the pass is there already.</summary>
    public abstract void Begin(int seed, long number, int batch);

    /// <summary>The index of the next batch.</summary>
    public abstract int Position { get; }

    /// <summary>Returns whether the data have another batch.</summary>
    public abstract bool HasNext();

    /// <summary>
    /// Returns a checksum of the next batch, by which processes that share it detect different data; null at the end of the data.
    /// </summary>
    public abstract uint? PeekChecksum();

    /// <summary>Copies the next batch into the buffers of its shapes; null at the end of the data.</summary>
    public abstract BatchBuffers? Read();

    /// <summary>Creates an error about data without batches.</summary>
    public abstract Exception NothingRead();

    /// <summary>Resets the figures.</summary>
    public void Reset()
    {
        OwnTracker.Reset();
        Tracker.Reset();
    }

    /// <summary>Merges the figures of all processes.</summary>
    public void Merge(RankExchange exchange) => exchange.Merge(OwnTracker, part!, Tracker);

    public virtual void Dispose()
    {
    }
}
