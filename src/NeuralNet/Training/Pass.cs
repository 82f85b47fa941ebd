namespace NeuralNet;

/// <summary>
/// A way through one data set: its batches, the buffers for each size of batch, the running figures. The buffers are made at once, with
/// the layers as they are now: what callbacks do to the layers later is for the next way.
/// </summary>
internal sealed class Pass
{
    private readonly BatchBuffers whole, last;

    public Pass(AlignedArrays data, int batchSize, int? steps, Func<int, BatchBuffers> makeBuffers, MetricTracker tracker)
    {
        Data = data;
        Batches = new Batches(data, batchSize);
        Steps = Math.Min(steps ?? int.MaxValue, Batches.Count);
        Tracker = tracker;
        int wholeSize = Batches.SizeOf(0), lastSize = Batches.SizeOf(Batches.Count - 1);
        whole = makeBuffers(wholeSize);
        last = lastSize == wholeSize ? whole : makeBuffers(lastSize);
    }

    public AlignedArrays Data { get; }

    public Batches Batches { get; }

    /// <summary>How many of the batches are gone through at most.</summary>
    public int Steps { get; }

    public MetricTracker Tracker { get; }

    /// <summary>Copies a batch into the buffers of its size. A short last batch has buffers of its own.</summary>
    public BatchBuffers Gather(int batch)
    {
        BatchBuffers target = batch == Batches.Count - 1 ? last : whole;
        Batches.Gather(batch, target);
        return target;
    }
}
