namespace NeuralNet;

/// <summary>
/// A pass over tensors in memory. The buffers are created immediately, for the current state of the layers: a later change of the layers by
/// a callback affects the next pass only.
/// </summary>
internal sealed class ArrayPass : Pass
{
    private readonly ArrayPassData data;
    private readonly Batches batches;
    private readonly ArrayRows[] inputs, targets;
    private readonly ArrayRows?[] sampleWeights;
    private readonly BatchBuffers whole, last;
    private int next;

    public ArrayPass(
        ArrayPassData data, Func<AlignedArrays, int, BatchBuffers> makeBuffers, Func<MetricTracker> newTracker, bool isShared)
        : base(newTracker, isShared)
    {
        this.data = data;
        batches = new Batches(data.Arrays.Rows, data.BatchSize, data.DropRemainder);
        inputs = [.. data.Arrays.Inputs.Select(tensor => new ArrayRows(tensor))];
        targets = [.. data.Arrays.Targets.Select(tensor => new ArrayRows(tensor))];
        sampleWeights = [.. data.Arrays.SampleWeights.Select(weights => weights is null ? null : new ArrayRows(weights))];
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

    public override int Position => next;

    public override bool HasNext() => next < batches.Count;

    /// <summary>Returns a constant: the processes have compared the whole tensors before.</summary>
    public override uint? PeekChecksum() => HasNext() ? 0 : null;

    public override BatchBuffers? Read()
    {
        if (!HasNext())
            return null;
        int batch = next++;
        BatchBuffers buffers = batch == batches.Count - 1 ? last : whole;
        int firstRow = buffers.Part?.FirstRow ?? 0;
        Gather(batch, firstRow, inputs, buffers.Plan.Inputs);
        Gather(batch, firstRow, targets, buffers.Targets);
        Gather(batch, firstRow, sampleWeights, buffers.SampleWeights);
        return buffers;
    }

    public override Exception NothingRead() => new InvalidOperationException("The data have no batch.");

    private void Gather(int batch, int firstRow, ReadOnlySpan<ArrayRows?> sources, IReadOnlyList<Tensor?> destinations)
    {
        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i] is { } source)
                batches.Gather(batch, firstRow, source, destinations[i]!);
        }
    }
}
