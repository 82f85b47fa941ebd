namespace NeuralNet;

/// <summary>Goes through a data set in batches, in order or shuffled. The last batch may be shorter.</summary>
internal sealed class Batches
{
    /// <summary>Up to this length a loop beats a call of the memory copy.</summary>
    private const int LongestCopiedByHand = 8;

    private readonly Dataset data;
    private readonly int batchSize;
    private int[]? order;
    private long orderNumber;

    public Batches(Dataset data, int batchSize)
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
        for (int i = 0; i < data.Inputs.Count; i++)
            Gather(batch, data.Inputs[i], buffers.Plan.Inputs[i]);
        for (int i = 0; i < data.Targets.Count; i++)
            Gather(batch, data.Targets[i], buffers.Targets[i]);
        for (int i = 0; i < data.SampleWeights.Count; i++)
        {
            if (data.SampleWeights[i] is { } weights)
                Gather(batch, weights, buffers.SampleWeights[i]!);
        }
    }

    private void Gather(int batch, Tensor source, Tensor target)
    {
        int width = source.RowLength, first = batch * batchSize;
        if (order is null)
            source.AsSpan().Slice(first * width, target.Length).CopyTo(target.Data);
        else
            GatherRows(source.Data, order.AsSpan(first, target.Rows), target.Data, width);
    }

    private static void GatherRows(ReadOnlySpan<float> source, ReadOnlySpan<int> rows, Span<float> target, int width)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<float> from = source.Slice(rows[i] * width, width);
            Span<float> to = target.Slice(i * width, width);
            if (width > LongestCopiedByHand)
            {
                from.CopyTo(to);
                continue;
            }

            for (int k = 0; k < to.Length; k++)
                to[k] = from[k];
        }
    }
}
