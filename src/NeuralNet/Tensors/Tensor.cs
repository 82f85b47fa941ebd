using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>
/// An array of numbers with a shape: float32 values in row-major order, a contiguous stretch of an array that other tensors may share
/// (<see cref="Slice"/>, <see cref="Reshape"/>). A tensor carries data between the caller, the layers and the files; it is an ordinary
/// managed object and needs no disposal. Arrays and MathNet matrices and vectors convert to it implicitly, by copy.
/// </summary>
public sealed partial class Tensor
{
    private readonly float[] buffer;
    private readonly int offset;

    /// <summary>Creates a tensor of zeros.</summary>
    /// <exception cref="ArgumentException">The shape has an open axis.</exception>
    public Tensor(Shape shape)
        : this(RequireFixed(shape), new float[shape.Size], 0)
    {
    }

    /// <summary>Creates a tensor of the given values in row-major order, by copy.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's number of elements.</exception>
    public Tensor(Shape shape, ReadOnlySpan<float> values)
        : this(shape)
    {
        if (values.Length != shape.Size)
            throw new ArgumentException($"The shape {shape} takes {Counted.Of(shape.Size, "value")}; {values.Length} given.",
                nameof(values));
        values.CopyTo(Data);
    }

    private Tensor(Shape shape, float[] buffer, int offset)
    {
        Shape = shape;
        Length = shape.Size;
        this.buffer = buffer;
        this.offset = offset;
    }

    /// <summary>The sizes of the axes, outermost first; for data the first axis counts the rows (samples).</summary>
    public Shape Shape { get; }

    /// <summary>The number of axes.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The values in row-major order.</summary>
    internal Span<float> Data => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(buffer), offset), Length);

    /// <summary>The array that holds the values, from <see cref="Offset"/> on.</summary>
    internal float[] Buffer => buffer;

    /// <summary>The index of the first value in <see cref="Buffer"/>.</summary>
    internal int Offset => offset;

    /// <summary>The number of rows (samples): the size of the outermost axis.</summary>
    internal int Rows => Shape.Rank == 0 ? 1 : Shape[0];

    /// <summary>An element of a tensor with one axis.</summary>
    public float this[int i]
    {
        get => Data[IndexOf([i])];
        set => Data[IndexOf([i])] = value;
    }

    /// <summary>An element of a tensor with two axes.</summary>
    public float this[int row, int column]
    {
        get => Data[IndexOf([row, column])];
        set => Data[IndexOf([row, column])] = value;
    }

    /// <summary>An element, by one index for each axis.</summary>
    /// <exception cref="ArgumentException">The number of indices is not the rank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis.</exception>
    public float this[params ReadOnlySpan<int> indices]
    {
        get => Data[IndexOf(indices)];
        set => Data[IndexOf(indices)] = value;
    }

    /// <summary>Returns the values in row-major order, to read and to write.</summary>
    public Span<float> AsSpan() => Data;

    /// <summary>Returns one row (sample) of the tensor: all values that share the given outermost index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Span<float> Row(int row)
    {
        if ((uint)row >= (uint)Rows)
            throw new ArgumentOutOfRangeException(nameof(row), row, $"A tensor of shape {Shape} has {Counted.Numbers(Rows, "row")}.");
        int width = RowLength;
        return Data.Slice(row * width, width);
    }

    /// <summary>Returns the same values under another shape of as many elements. The two tensors share their memory.</summary>
    /// <exception cref="ArgumentException">The number of elements differs, or an axis is open.</exception>
    public Tensor Reshape(Shape shape)
    {
        return RequireFixed(shape).Size == Length
            ? new Tensor(shape, buffer, offset)
            : throw new ArgumentException($"A tensor of shape {Shape} ({Counted.Of(Length, "value")}) cannot take the shape {shape} "
                + $"({Counted.Of(shape.Size, "value")}).", nameof(shape));
    }

    /// <summary>Returns a copy that shares nothing with this tensor.</summary>
    public Tensor Clone() => new(Shape, Data);

    /// <summary>Returns a copy of the values in row-major order.</summary>
    public float[] ToArray() => Data.ToArray();

    /// <summary>Returns the shape and the values, nested as the axes are; the middle of long axes is left out.</summary>
    public override string ToString() => TensorFormatter.Format(this);

    /// <summary>The number of values of a row (sample).</summary>
    internal int RowLength => Rows == 0 ? Shape.WithoutBatch().Size : Length / Rows;

    /// <summary>Creates a tensor over an array that the caller no longer uses: nothing is copied.</summary>
    internal static Tensor Over(float[] data, Shape shape) => Over(data, 0, shape);

    /// <summary>Creates a tensor over a range of an array that other tensors may share.</summary>
    internal static Tensor Over(float[] buffer, int offset, Shape shape)
    {
        // Spans over a tensor are made without a check, so the tensor must lie in its array.
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shape.Size, buffer.Length - offset);
        return new(shape, buffer, offset);
    }

    private static Shape RequireFixed(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.IsFixed
            ? shape
            : throw new ArgumentException($"A tensor has a size for every axis; the shape {shape} leaves some open (None).", nameof(shape));
    }

    /// <summary>Returns the index of the first value that is NaN or infinite; -1 if all are finite.</summary>
    internal int IndexOfNotFinite()
    {
        if (Length == 0 || TensorPrimitives.IsFiniteAll<float>(Data))
            return -1;
        int index = 0;
        while (float.IsFinite(Data[index]))
            index++;
        return index;
    }

    private int IndexOf(ReadOnlySpan<int> indices)
    {
        if (indices.Length != Shape.Rank)
            throw new ArgumentException($"A tensor of shape {Shape} takes {Counted.Of(Shape.Rank, "index")}; {indices.Length} given.",
                nameof(indices));
        int offset = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if ((uint)indices[axis] >= (uint)Shape[axis])
                throw new ArgumentOutOfRangeException(nameof(indices), indices[axis],
                    $"Axis {axis} of a tensor of shape {Shape} has {Counted.Numbers(Shape[axis], "index")}.");
            offset = offset * Shape[axis] + indices[axis];
        }

        return offset;
    }
}
