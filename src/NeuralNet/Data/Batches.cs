using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>Goes through a data set in batches, in order or shuffled. The last batch may be shorter.</summary>
internal sealed class Batches
{
    /// <summary>From this many values on, sharing the copy among threads gains more than the hand-over costs.</summary>
    private const int LeastSharedLength = 16384;

    private readonly AlignedArrays data;
    private readonly int batchSize;
    private int[]? order;
    private long orderNumber;

    public Batches(AlignedArrays data, int batchSize)
    {
        this.data = data;
        this.batchSize = Math.Min(batchSize, data.Rows);
    }

    /// <summary>The number of batches.</summary>
    public int Count => (data.Rows + batchSize - 1) / batchSize;

    /// <summary>The number of rows of a batch.</summary>
    public int SizeOf(int batch) => Math.Min(batchSize, data.Rows - batch * batchSize);

    /// <summary>Puts the samples in the order of this number, which depends on nothing but the kind, the number and the seed.</summary>
    public void Shuffle(Shuffle kind, int seed, long number)
    {
        if (kind.IsNone || (order is not null && number == orderNumber))
            return;
        order ??= new int[data.Rows];
        orderNumber = number;
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        var random = new RandomStream(seed, RandomPurpose.Shuffle, number);
        int length = kind.IsWithinBatches ? batchSize : order.Length;
        for (int start = 0; start < order.Length; start += length)
            random.Shuffle(order.AsSpan(start, Math.Min(length, order.Length - start)));
    }

    /// <summary>Copies the rows of a batch to where a pass reads them.</summary>
    public void Gather(int batch, BatchBuffers buffers)
    {
        int first = batch * batchSize + (buffers.Part?.FirstRow ?? 0);
        for (int i = 0; i < data.Inputs.Count; i++)
            Gather(first, data.Inputs[i], buffers.Plan.Inputs[i]);
        for (int i = 0; i < data.Targets.Count; i++)
            Gather(first, data.Targets[i], buffers.Targets[i]);
        for (int i = 0; i < data.SampleWeights.Count; i++)
        {
            if (data.SampleWeights[i] is { } weights)
                Gather(first, weights, buffers.SampleWeights[i]!);
        }
    }

    private void Gather(int first, Tensor source, Tensor target)
    {
        int width = source.RowLength;
        if (order is null)
            source.AsSpan().Slice(first * width, target.Length).CopyTo(target.Data);
        else
            GatherRows(source, order.AsMemory(first, target.Rows), target, width);
    }

    private static void GatherRows(Tensor source, ReadOnlyMemory<int> rows, Tensor target, int width)
    {
        int parts = target.Length < LeastSharedLength ? 1 : Math.Min(width, Compute.DegreeOfParallelism);
        WorkSharing.Run(parts, new RowCopy(source, rows, target, width, parts), parts > 1);
    }
}
