namespace NeuralNet;

/// <summary>
/// Takes elements along an axis, from one index up to another: x[:, start:stop] of the steps, for example. Indices below 0 count from the
/// end of the axis; those beyond the axis are its ends. Keras: ops/numpy.py, <c>GetItem</c>.
/// </summary>
/// <param name="axis">The axis, where 0 is the batch, which cannot be divided, and −1 is the last axis.</param>
/// <param name="start">The index of the first element.</param>
/// <param name="stop">The index after the last element; the end of the axis by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The axis is 0.</exception>
[Configurable]
public sealed partial class Slice(int axis, int start, int? stop = null, string? name = null) : Layer(name)
{
    private readonly int axis = axis != 0
        ? axis
        : throw new ArgumentOutOfRangeException(nameof(axis), "The batch (axis 0) cannot be divided; the first axis of a row is 1.");

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        int place = PlaceIn(input), size = input[place];
        int[] sizes = [.. input];
        sizes[place] = size == Shape.Open ? OpenCount() : RangeIn(size).Count;
        return sizes[place] != 0
            ? sizes
            : throw Error(FormattableString.Invariant(
                $"takes the elements from {start} up to {(stop is int end ? end : "the end")} of axis {axis}, and inputs of shape {input} have none"));
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        Extent extent = ExtentOf(frame);
        for (int block = 0; block < extent.Blocks; block++)
            extent.Of(frame.Input, block).CopyTo(frame.Output.Data[(block * extent.Length)..]);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        Extent extent = ExtentOf(frame);
        inputGradient.Data.Clear();
        for (int block = 0; block < extent.Blocks; block++)
            frame.OutputGradient.Data.Slice(block * extent.Length, extent.Length).CopyTo(extent.Of(inputGradient, block));
    }

    private int PlaceIn(Shape row)
    {
        int place = axis < 0 ? axis + row.Rank : axis - 1;
        return place >= 0 && place < row.Rank
            ? place
            : throw Error($"takes elements along axis {axis}; inputs of shape {row} have axes 1 to {row.Rank} beside the batch");
    }

    /// <summary>Returns the index of the first element of an axis of this size, and the number of elements.</summary>
    private (int First, int Count) RangeIn(int size)
    {
        int first = Math.Clamp(start < 0 ? start + size : start, 0, size), last = stop ?? size;
        last = Math.Clamp(last < 0 ? last + size : last, 0, size);
        return (first, Math.Max(0, last - first));
    }

    /// <summary>Returns the number of elements of an axis of at least one element; open where it depends on the size.</summary>
    private int OpenCount() => (start, stop) switch
    {
        (0, 1) or (-1, null) => 1,
        (int from, int to) when from >= 0 == to >= 0 && to <= from => 0,
        _ => Shape.Open,
    };

    private Extent ExtentOf(Frame frame)
    {
        Shape row = frame.Input.Shape.WithoutBatch();
        int place = PlaceIn(row), inner = 1, size = row[place];
        for (int next = place + 1; next < row.Rank; next++)
            inner *= row[next];
        (int first, int count) = RangeIn(size);
        return new Extent(frame.Input.Length / (size * inner), size * inner, first * inner, count * inner);
    }

    /// <summary>The elements that are taken: a range of equal place and length in each block of the input.</summary>
    private readonly record struct Extent(int Blocks, int Stride, int First, int Length)
    {
        public Span<float> Of(Tensor tensor, int block) => tensor.Data.Slice(block * Stride + First, Length);
    }
}
