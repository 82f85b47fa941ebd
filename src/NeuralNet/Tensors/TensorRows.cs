namespace NeuralNet;

public sealed partial class Tensor
{
    /// <summary>
    /// Returns a range of rows (samples), which shares the memory of the tensor: <c>tensor[1..5]</c> is rows 1 to 4, as in NumPy, and
    /// <c>tensor[..^10]</c> all but the last 10.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is outside the first axis.</exception>
    public Tensor this[Range rows]
    {
        get
        {
            int start = rows.Start.GetOffset(Rows), end = rows.End.GetOffset(Rows);
            if (start < 0 || end > Rows || start > end)
                throw new ArgumentOutOfRangeException(nameof(rows), rows, $"A tensor of shape {Shape} has {Counted.Of(Rows, "row")}; "
                    + "the range is outside them.");
            return Slice(start, end - start);
        }
    }

    /// <summary>
    /// Returns the rows (samples) from <paramref name="start"/> on as a tensor whose first axis has the size <paramref name="count"/>. It
    /// shares the memory of this tensor; <see cref="Clone"/> makes a copy.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tensor is a scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rows are outside the first axis.</exception>
    public Tensor Slice(int start, int count)
    {
        RequireRows();
        if (start < 0 || start > Rows)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"A tensor of shape {Shape} has {Counted.Of(Rows, "row")}; "
                + $"'start' must be from 0 to {Rows}.");
        if (count < 0 || count > Rows - start)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A tensor of shape {Shape} has "
                + $"{Counted.Of(Rows - start, "row")} from row {start} on; 'count' must be from 0 to {Rows - start}.");
        return new Tensor(Shape.WithoutBatch().WithBatch(count), buffer, offset + start * RowLength);
    }

    /// <summary>Copies the rows (samples) of the given indices, as the parts of <see cref="Split"/> are.</summary>
    /// <exception cref="ArgumentNullException">The indices are null.</exception>
    /// <inheritdoc cref="Gather(ReadOnlySpan{int})"/>
    public Tensor Gather(int[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return Gather(indices.AsSpan());
    }

    /// <summary>
    /// Copies the rows (samples) of the given indices, in their order, into a tensor; an index may be repeated. NumPy:
    /// <c>x[[3, 0, 5]]</c>; Keras: <c>ops.take(x, indices, axis=0)</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tensor is a scalar.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the first axis.</exception>
    public Tensor Gather(params ReadOnlySpan<int> indices)
    {
        RequireRows();
        var gathered = new Tensor(Shape.WithoutBatch().WithBatch(indices.Length));
        for (int i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= (uint)Rows)
                throw new ArgumentOutOfRangeException(nameof(indices), indices[i], $"A tensor of shape {Shape} has "
                    + $"{Counted.Numbers(Rows, "row")}; element {i} of the indices is {indices[i]}.");
            Row(indices[i]).CopyTo(gathered.Row(i));
        }

        return gathered;
    }

    /// <summary>
    /// Returns the indices of the maxima along the last axis, one for each row of a tensor with two axes: the predicted classes, if the
    /// tensor holds their probabilities. The first of equal maxima counts, and NaN counts as the maximum, as in NumPy's <c>argmax(x,
    /// axis=-1)</c>.
    /// </summary>
    /// <returns>As many indices as the axes before the last have elements, in row-major order.</returns>
    /// <exception cref="InvalidOperationException">The last axis has no elements.</exception>
    public int[] ArgMax()
    {
        int width = Shape.Last;
        if (width == 0)
            throw new InvalidOperationException($"A tensor of shape {Shape} has no maxima: its last axis has no elements.");
        var indices = new int[Length / width];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = FirstMaximum(Data.Slice(i * width, width));
        return indices;
    }

    /// <remarks>Not <c>TensorPrimitives.IndexOfMax</c>, to which 0 is greater than -0: they are equal here.</remarks>
    private static int FirstMaximum(ReadOnlySpan<float> values)
    {
        int maximum = 0;
        for (int i = 1; i < values.Length && !float.IsNaN(values[maximum]); i++)
        {
            if (values[i] > values[maximum] || float.IsNaN(values[i]))
                maximum = i;
        }

        return maximum;
    }

    private void RequireRows()
    {
        if (Rank == 0)
            throw new InvalidOperationException("A scalar has no rows. Reshape it first: Reshape([1]).");
    }
}
