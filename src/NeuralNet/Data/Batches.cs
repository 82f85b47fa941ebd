namespace NeuralNet;

/// <summary>Divides rows into batches, in order or shuffled. The last batch may be shorter, or is omitted.</summary>
internal sealed class Batches
{
    private readonly int rows;
    private readonly int batchSize;
    private int[]? order;
    private (int Seed, long Number) orderKey;

    public Batches(int rows, int batchSize, bool dropRemainder = false)
    {
        this.rows = rows;
        this.batchSize = dropRemainder ? batchSize : Math.Clamp(rows, 1, batchSize);
        Count = (int)BatchCount.Of(rows, this.batchSize, dropRemainder);
    }

    /// <summary>The number of batches.</summary>
    public int Count { get; }

    /// <summary>Returns the number of rows of a batch.</summary>
    public int SizeOf(int batch) => Math.Min(batchSize, rows - batch * batchSize);

    /// <summary>Returns the row at a position of the order.</summary>
    public int RowAt(int position) => order is null ? position : order[position];

    /// <summary>Shuffles the rows into the order of a number, which depends on the kind, the number and the seed only.</summary>
    public void Shuffle(Shuffle kind, int seed, long number)
    {
        if (kind.IsNone || (order is not null && orderKey == (seed, number)))
            return;
        order ??= new int[rows];
        orderKey = (seed, number);
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        var random = new RandomStream(seed, RandomPurpose.Shuffle, number);
        int length = kind.IsWithinBatches ? batchSize : order.Length;
        for (int start = 0; start < order.Length; start += length)
            random.Shuffle(order.AsSpan(start, Math.Min(length, order.Length - start)));
    }

    /// <summary>Copies rows of a batch, beginning with row <paramref name="firstRow"/> of the batch, until the target is full.</summary>
    public void Gather(int batch, int firstRow, TensorRows source, Tensor target)
    {
        int first = batch * batchSize + firstRow;
        if (order is null)
            source.CopyTo(target, first);
        else
            source.CopyTo(target, order.AsMemory(first, target.Rows));
    }
}
