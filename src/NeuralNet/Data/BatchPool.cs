namespace NeuralNet;

/// <summary>
/// A pool of batches that a consumer has returned and that the data set fills again. The two may be on different threads.
/// </summary>
internal sealed class BatchPool
{
    /// <summary>The maximum number of batches in the pool; more than Prefetch reads ahead by default.</summary>
    private const int Capacity = 512;

    private readonly List<DatasetElement> idle = [];

    /// <summary>Takes a batch with a number of rows.</summary>
    public bool TryRent(int rows, out DatasetElement batch)
    {
        lock (idle)
        {
            for (int i = idle.Count - 1; i >= 0; i--)
            {
                if (idle[i].InputList[0]!.Rows == rows)
                    return Take(i, out batch);
            }
        }

        batch = default;
        return false;
    }

    /// <summary>Takes a batch of a number of samples like a given one.</summary>
    public bool TryRent(int rows, in DatasetElement sample, out DatasetElement batch)
    {
        lock (idle)
        {
            for (int i = idle.Count - 1; i >= 0; i--)
            {
                if (idle[i].InputList[0]!.Rows == rows && IsBatchOf(idle[i], sample))
                    return Take(i, out batch);
            }
        }

        batch = default;
        return false;
    }

    public void Return(in DatasetElement batch)
    {
        lock (idle)
        {
            if (idle.Count < Capacity)
                idle.Add(batch);
        }
    }

    private bool Take(int index, out DatasetElement batch)
    {
        batch = idle[index];
        idle.RemoveAt(index);
        return true;
    }

    private static bool IsBatchOf(in DatasetElement batch, in DatasetElement sample) =>
        AreBatches(batch.InputList, sample.InputList) && AreBatches(batch.TargetList, sample.TargetList)
        && AreBatches(batch.WeightList, sample.WeightList);

    private static bool AreBatches(TensorList batches, TensorList samples)
    {
        if (batches.Count != samples.Count)
            return false;
        for (int i = 0; i < samples.Count; i++)
        {
            if (batches[i] is null != samples[i] is null)
                return false;
            if (batches[i] is { } batch && !batch.Shape.Sizes[1..].SequenceEqual(samples[i]!.Shape.Sizes))
                return false;
        }

        return true;
    }
}
