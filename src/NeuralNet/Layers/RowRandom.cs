namespace NeuralNet;

/// <summary>
/// The random numbers of a layer that belong to single rows of its batch. They depend on the seed of the model, the path of the layer, the
/// index of the layer's use, the step, and the index of the row in the whole batch, so they are the same however processes share the rows
/// of a batch.
/// </summary>
public sealed class RowRandom
{
    private readonly Layer layer;
    private readonly int batchSize;
    private readonly RandomStream stream = new(0);
    private ulong tensorKey, rowKey;
    private long firstRow;
    private int drawn;

    internal RowRandom(Layer layer, int batchSize) => (this.layer, this.batchSize) = (layer, batchSize);

    /// <summary>
    /// Returns the stream of numbers of a row, at its beginning. All rows have the same object, which the next call restarts.
    /// </summary>
    /// <param name="row">The index of the row in the tensors of the frame.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch has no such row.</exception>
    public RandomStream Stream(int row)
    {
        if ((uint)row >= (uint)batchSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(row), row, $"The batch of the layer '{layer.Name}' has {batchSize} rows, numbered from 0.");
        }

        stream.Restart(RandomKey.With(rowKey, firstRow + row));
        return stream;
    }

    /// <summary>
    /// Sets each element to 0 with probability <paramref name="rate"/>, else to <paramref name="kept"/>. Each call within a pass
    /// draws other numbers.
    /// </summary>
    /// <param name="values">A tensor with the batch as its first axis.</param>
    /// <param name="rate">The probability of 0, from 0 to 1.</param>
    /// <param name="kept">The value of the other elements.</param>
    /// <exception cref="ArgumentException">The number of rows of the tensor differs from that of the batch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not between 0 and 1.</exception>
    public void FillKeptOrZero(Tensor values, float rate, float kept)
    {
        long position = PositionOf(values);
        RandomFill.KeepOrDrop(values.Data, Require.Fraction(rate), kept, NextKey(), position);
    }

    /// <summary>Sets each element to a number from a normal distribution. Each call within a pass draws other numbers.</summary>
    /// <param name="values">A tensor with the batch as its first axis.</param>
    /// <param name="stddev">The standard deviation; the mean is 0.</param>
    /// <exception cref="ArgumentException">The number of rows of the tensor differs from that of the batch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public void FillNormal(Tensor values, float stddev = 1)
    {
        long position = PositionOf(values);
        RandomFill.Normal(values.Data, Require.NonNegative(stddev), NextKey(), position);
    }

    /// <summary>
    /// The key of the draws of a tensor, for a layer that draws no other one and draws it in parts, in Forward and again in Backward.
    /// </summary>
    internal ulong TensorKey => RandomKey.With(tensorKey, 0);

    /// <summary>The index of the frame's first row in the whole batch.</summary>
    internal long FirstRow => firstRow;

    /// <summary>Begins the draws of a pass.</summary>
    /// <param name="seed">The seed of the model.</param>
    /// <param name="use">The index of the layer's use (<see cref="RandomKey.OfUse"/>).</param>
    /// <param name="step">The step.</param>
    /// <param name="firstRow">The index of the frame's first row in the whole batch.</param>
    internal void Begin(int seed, long use, long step, long firstRow)
    {
        tensorKey = RandomKey.Of(seed, RandomPurpose.LayerTensor, use, step);
        rowKey = RandomKey.Of(seed, RandomPurpose.LayerRow, use, step);
        (this.firstRow, drawn) = (firstRow, 0);
    }

    private ulong NextKey() => RandomKey.With(tensorKey, drawn++);

    /// <summary>Returns the index of the first element in the tensor of the whole batch.</summary>
    private long PositionOf(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank == 0 || values.Rows != batchSize)
        {
            throw new ArgumentException(
                $"The batch of the layer '{layer.Name}' ({layer.ClassName}) has {batchSize} rows; the tensor to be filled has the shape "
                + $"{values.Shape}.", nameof(values));
        }

        return firstRow * values.RowLength;
    }
}
