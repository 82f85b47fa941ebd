namespace NeuralNet;

/// <summary>A way through one data set: its batches, the buffers for each size of batch, the running figures.</summary>
internal sealed class Pass(Dataset data, int batchSize, int? steps, Func<int, BatchBuffers> makeBuffers, MetricTracker tracker)
{
    private readonly List<BatchBuffers> buffers = [];

    public Dataset Data => data;

    public Batches Batches { get; } = new(data, batchSize);

    /// <summary>How many of the batches are gone through at most.</summary>
    public int Steps => Math.Min(steps ?? int.MaxValue, Batches.Count);

    public MetricTracker Tracker { get; } = tracker;

    /// <summary>Copies a batch into the buffers of its size. A short last batch has buffers of its own.</summary>
    public BatchBuffers Gather(int batch)
    {
        BatchBuffers target = BuffersFor(Batches.SizeOf(batch));
        Batches.Gather(batch, target);
        return target;
    }

    private BatchBuffers BuffersFor(int size)
    {
        foreach (BatchBuffers existing in buffers)
        {
            if (existing.Plan.BatchSize == size)
                return existing;
        }

        BatchBuffers made = makeBuffers(size);
        buffers.Add(made);
        return made;
    }
}
