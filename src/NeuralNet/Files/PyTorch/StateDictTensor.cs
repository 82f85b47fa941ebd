namespace NeuralNet;

/// <summary>A tensor of a state dict: a view of a storage with a size and a stride for each axis, which lies inside the storage.</summary>
internal sealed class StateDictTensor
{
    private readonly long[] sizes, strides;

    private StateDictTensor(StateDictStorage storage, long offset, long[] sizes, long[] strides, long extent) =>
        (Storage, Offset, this.sizes, this.strides, Extent) = (storage, offset, sizes, strides, extent);

    public StateDictStorage Storage { get; }

    /// <summary>The index of the first element in the storage.</summary>
    public long Offset { get; }

    /// <summary>The number of elements of the storage from the first element of the tensor to its last.</summary>
    public long Extent { get; }

    public FileShape Shape => new(sizes);

    /// <summary>Gets a value indicating whether the tensor has axes, and so is not a single number.</summary>
    public bool HasAxes => sizes.Length > 0;

    /// <summary>Gets a value indicating whether the elements follow each other in the storage, the last axis fastest.</summary>
    public bool IsContiguous
    {
        get
        {
            long stride = 1;
            for (int axis = sizes.Length - 1; axis >= 0 && Extent > 0; axis--)
            {
                if (sizes[axis] > 1 && strides[axis] != stride)
                    return false;
                stride *= sizes[axis];
            }

            return true;
        }
    }

    /// <exception cref="ModelFileException">The view does not lie inside the storage.</exception>
    public static StateDictTensor Create(StateDictStorage storage, long offset, long[] sizes, long[] strides)
    {
        if (sizes.Length != strides.Length)
            throw Invalid($"with {Counted.Of(sizes.Length, "size")} and {Counted.Of(strides.Length, "stride")}");
        if (offset < 0 || sizes.Any(size => size < 0) || strides.Any(stride => stride < 0))
            throw Invalid("with a negative offset, size or stride");
        if (sizes.Contains(0))
            return new StateDictTensor(storage, offset, sizes, strides, 0);
        long last = offset;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] > 1 && strides[axis] > (storage.Count - 1 - last) / (sizes[axis] - 1))
                throw Outside();
            last += (sizes[axis] - 1) * strides[axis];
        }

        return last < storage.Count ? new StateDictTensor(storage, offset, sizes, strides, last - offset + 1) : throw Outside();

        ModelFileException Outside() => Invalid($"of shape {new FileShape(sizes)} with the strides {new FileShape(strides)} from the "
            + FormattableString.Invariant($"element {offset} on, which ends outside the storage '{storage.Key}' ")
            + $"of {Counted.Of(storage.Count, "element")}");
    }

    /// <summary>Copies the elements in the order of their indices, the last axis fastest.</summary>
    /// <param name="elements">The elements of the storage from the first of the tensor on.</param>
    /// <param name="values">The memory for the elements of the tensor.</param>
    public void Gather(ReadOnlySpan<float> elements, Span<float> values)
    {
        long[] index = new long[sizes.Length];
        long place = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = elements[(int)place];
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                place += strides[axis];
                if (++index[axis] < sizes[axis])
                    break;
                place -= strides[axis] * sizes[axis];
                index[axis] = 0;
            }
        }
    }

    private static ModelFileException Invalid(string what) => new($"its pickle has a tensor {what}");
}
