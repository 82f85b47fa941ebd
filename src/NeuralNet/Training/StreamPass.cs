namespace NeuralNet;

/// <summary>
/// A pass through a data set that is read batch by batch. The buffers for batches of one shape are created for the first such batch and
/// kept within a budget; later batches are copied directly to them.
/// </summary>
internal sealed class StreamPass(
    StreamPassData data, Func<AlignedArrays, int, BatchBuffers> makeBuffers, Func<MetricTracker> newTracker, bool isShared)
    : Pass(newTracker, isShared)
{
    /// <summary>The number of shapes of batches whose memory is kept; the least recently used memory is replaced.</summary>
    private const int MaxKinds = 64;

    private readonly List<BatchKind> kinds = [];

    public override int? Count => data.Stream.Count;

    public override void Begin(int seed, long number, int batch) => data.Stream.Begin(seed, number, batch);

    public override int Position => data.Stream.Position;

    public override bool HasNext() => data.Stream.HasNext();

    public override uint? PeekChecksum() => HasNext() ? data.Stream.Peek().Checksum() : null;

    public override BatchBuffers? Read()
    {
        if (!data.Stream.TryRead(out DatasetElement batch))
            return null;
        try
        {
            BatchBuffers buffers = BuffersFor(batch);
            data.Alignment.CopyTo(buffers, batch);
            Tracker.CheckTargets(buffers.Targets, buffers.Plan.Outputs);
            return buffers;
        }
        catch (ArgumentException exception)
        {
            throw data.Stream.Wrong(exception);
        }
        finally
        {
            data.Stream.Recycle(batch);
        }
    }

    public override Exception NothingRead() => data.Stream.NothingRead();

    private BatchBuffers BuffersFor(in DatasetElement batch)
    {
        for (int i = 0; i < kinds.Count; i++)
        {
            if (!kinds[i].Admits(batch))
                continue;
            BatchKind kind = kinds[i];
            if (i < kinds.Count - 1)
            {
                kinds.RemoveAt(i);
                kinds.Add(kind);
            }

            return kind.Buffers;
        }

        AlignedArrays aligned = data.Alignment.Align(batch);
        BatchBuffers buffers = makeBuffers(aligned, aligned.Rows);
        MakeRoom(buffers.Plan.Bytes);
        kinds.Add(new BatchKind(batch, buffers));
        return buffers;
    }

    private void MakeRoom(long bytes)
    {
        foreach (BatchKind kind in kinds)
            bytes += kind.Buffers.Plan.Bytes;
        while (kinds.Count > 0 && (bytes > PlanPool.Budget || kinds.Count >= MaxKinds))
        {
            bytes -= kinds[0].Buffers.Plan.Bytes;
            kinds.RemoveAt(0);
        }
    }
}
