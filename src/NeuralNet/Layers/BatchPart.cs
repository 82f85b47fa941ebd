namespace NeuralNet;

/// <summary>
/// The rows of a batch that a pass computes where processes share the batch. Losses and gradients within the pass are those of the
/// rows of the part, as if they were the whole batch; the gradients are weighted by <see cref="Weight"/> when they are added up.
/// </summary>
/// <param name="firstRow">The index of the first row in the whole batch.</param>
/// <param name="rows">
/// The number of rows that count: 0 where the batch has fewer rows than there are processes. The pass then computes a row that another
/// process counts, so that it takes part in all sums.
/// </param>
/// <param name="totalRows">The number of rows of the whole batch.</param>
/// <param name="sums">The sums over all parts.</param>
internal sealed class BatchPart(int firstRow, int rows, int totalRows, IPartSums sums)
{
    private double[] buffer = [];

    public int FirstRow => firstRow;

    public int Rows => rows;

    /// <summary>The fraction of the batch's rows.</summary>
    public double Weight => (double)rows / totalRows;

    /// <summary>Gets a value indicating whether the part has the last row of the batch, which exactly one part has.</summary>
    public bool IsLast => firstRow + rows == totalRows && rows > 0;

    /// <summary>Returns the part of a batch that belongs to one of several processes.</summary>
    public static BatchPart Of(int totalRows, int rank, int count, IPartSums sums)
    {
        (int start, int rows) = RowsOf(totalRows, rank, count);
        return new BatchPart(Math.Min(start, totalRows - 1), rows, totalRows, sums);
    }

    /// <summary>Returns the part of a batch that has several rows in place of each row.</summary>
    public BatchPart Times(int count) => count == 1 ? this : new BatchPart(firstRow * count, rows * count, totalRows * count, sums);

    /// <summary>
    /// Returns the rows that belong to one of several processes: they are consecutive, and the numbers of rows differ by 1 at most.
    /// </summary>
    public static (int Start, int Count) RowsOf(int totalRows, int rank, int count)
    {
        int start = (int)((long)totalRows * rank / count), end = (int)((long)totalRows * (rank + 1) / count);
        return (start, end - start);
    }

    /// <summary>Replaces values by their sums over all parts, each part being multiplied by its own factor first.</summary>
    public void Sum(Span<float> values, double factor)
    {
        if (buffer.Length < values.Length)
            buffer = new double[values.Length];
        Span<double> sum = buffer.AsSpan(0, values.Length);
        for (int i = 0; i < values.Length; i++)
            sum[i] = rows == 0 ? 0 : factor * values[i];
        sums.Sum(sum);
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)sum[i];
    }
}

/// <summary>Sums over the processes that share a batch.</summary>
internal interface IPartSums
{
    /// <summary>Replaces values by their sums over all processes, in the order of their ranks; every process calls it.</summary>
    void Sum(Span<double> values);
}
