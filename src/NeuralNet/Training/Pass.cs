namespace NeuralNet;

/// <summary>
/// A way through one data set: its batches, the buffers for each size of batch, the running figures. The buffers are made at once, with
/// the layers as they are now: what callbacks do to the layers later is for the next way.
/// </summary>
internal sealed class Pass
{
    private readonly BatchBuffers whole, last;
    private readonly MetricTracker? part;

    public Pass(AlignedArrays data, int batchSize, int? steps, Func<int, BatchBuffers> makeBuffers, MetricTracker tracker,
        Func<MetricTracker>? newTracker = null)
    {
        Data = data;
        Batches = new Batches(data, batchSize);
        Steps = Math.Min(steps ?? int.MaxValue, Batches.Count);
        Tracker = OwnTracker = tracker;
        if (newTracker is not null)
            (OwnTracker, part) = (newTracker(), newTracker());
        int wholeSize = Batches.SizeOf(0), lastSize = Batches.SizeOf(Batches.Count - 1);
        whole = makeBuffers(wholeSize);
        last = lastSize == wholeSize ? whole : makeBuffers(lastSize);
    }

    public AlignedArrays Data { get; }

    public Batches Batches { get; }

    /// <summary>How many of the batches are gone through at most.</summary>
    public int Steps { get; }

    /// <summary>The figures of all rows.</summary>
    public MetricTracker Tracker { get; }

    /// <summary>The figures of the rows of this process; those of all where it has the batches for itself.</summary>
    public MetricTracker OwnTracker { get; }

    /// <summary>Begins a round.</summary>
    public void Reset()
    {
        OwnTracker.Reset();
        Tracker.Reset();
    }

    /// <summary>Puts the figures of all processes together.</summary>
    public void Merge(RankExchange exchange) => exchange.Merge(OwnTracker, part!, Tracker);

    /// <summary>Copies a batch into the buffers of its size. A short last batch has buffers of its own.</summary>
    public BatchBuffers Gather(int batch)
    {
        BatchBuffers target = batch == Batches.Count - 1 ? last : whole;
        Batches.Gather(batch, target);
        return target;
    }
}
