namespace NeuralNet;

/// <summary>Reads rows with random access, one by one or in batches, whose memory is reused.</summary>
internal sealed class RowReader(RowSource rows, Batches batches, bool isBatched) : DatasetReader
{
    private readonly BatchPool pool = new();
    private int next;

    public override bool TryRead(out DatasetElement element)
    {
        if (next == batches.Count)
        {
            element = default;
            return false;
        }

        element = isBatched ? ReadBatch(next) : ReadRow(batches.RowAt(next));
        next++;
        return true;
    }

    public override long Skip(long count)
    {
        int skipped = (int)Math.Min(count, batches.Count - next);
        next += skipped;
        return skipped;
    }

    public override void Recycle(in DatasetElement element)
    {
        if (isBatched)
            pool.Return(element);
    }

    private DatasetElement ReadRow(int row) => NewElement(source => source.Read(row));

    private DatasetElement ReadBatch(int batch)
    {
        int size = batches.SizeOf(batch);
        if (!pool.TryRent(size, out DatasetElement element))
            element = NewBatch(size);
        Gather(batch, rows.Inputs, element.InputList);
        Gather(batch, rows.Targets, element.TargetList);
        Gather(batch, rows.Weights, element.WeightList);
        return element;
    }

    private DatasetElement NewBatch(int size) => NewElement(source => new Tensor(source.Shape.WithBatch(size)));

    private DatasetElement NewElement(Func<TensorRows, Tensor> create)
    {
        return new DatasetElement(ListOf(rows.Inputs), ListOf(rows.Targets), ListOf(rows.Weights));

        TensorList ListOf(IReadOnlyList<TensorRows?> sources) => sources is [{ } single]
            ? new TensorList(create(single))
            : new TensorList([.. sources.Select(source => source is null ? null : create(source))]);
    }

    private void Gather(int batch, IReadOnlyList<TensorRows?> sources, TensorList targets)
    {
        for (int i = 0; i < sources.Count; i++)
        {
            if (sources[i] is { } source)
                batches.Gather(batch, 0, source, targets[i]!);
        }
    }
}
