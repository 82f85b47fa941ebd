namespace NeuralNet;

/// <summary>
/// A pass over tensors in memory. The buffers are created immediately, for the current state of the layers: a later change of the layers by
/// a callback affects the next pass only.
/// </summary>
internal sealed class ArrayPass : Pass
{
    private readonly ArrayPassData data;
    private readonly Batches batches;
    private readonly BatchBuffers whole, last;
    private int next;

    public ArrayPass(
        ArrayPassData data, Func<AlignedArrays, int, BatchBuffers> makeBuffers, Func<MetricTracker> newTracker, bool isShared)
        : base(newTracker, isShared)
    {
        this.data = data;
        batches = new Batches(data.Arrays.Rows, data.BatchSize, data.DropRemainder);
        int wholeSize = batches.SizeOf(0), lastSize = batches.SizeOf(batches.Count - 1);
        whole = makeBuffers(data.Arrays, wholeSize);
        last = lastSize == wholeSize ? whole : makeBuffers(data.Arrays, lastSize);
    }

    public override int? Count => batches.Count;

    public override void Begin(int seed, long number, int batch)
    {
        batches.Shuffle(data.Shuffle, data.ShuffleSeed ?? seed, number);
        next = batch;
    }

    public override bool HasNext() => next < batches.Count;

    public override BatchBuffers? Read()
    {
        if (!HasNext())
            return null;
        int batch = next++;
        BatchBuffers buffers = batch == batches.Count - 1 ? last : whole;
        int firstRow = buffers.Part?.FirstRow ?? 0;
        Gather(batch, firstRow, data.Arrays.Inputs, buffers.Plan.Inputs);
        Gather(batch, firstRow, data.Arrays.Targets, buffers.Targets);
        for (int i = 0; i < buffers.SampleWeights.Count; i++)
        {
            if (data.Arrays.SampleWeights[i] is { } weights)
                batches.Gather(batch, firstRow, weights, buffers.SampleWeights[i]!);
        }

        return buffers;
    }

    public override Exception NothingRead() => new InvalidOperationException("The data have no batch.");

    private void Gather(int batch, int firstRow, IReadOnlyList<Tensor> sources, IReadOnlyList<Tensor> targets)
    {
        for (int i = 0; i < sources.Count; i++)
            batches.Gather(batch, firstRow, sources[i], targets[i]);
    }
}
