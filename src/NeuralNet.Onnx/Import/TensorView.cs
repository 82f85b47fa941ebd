namespace NeuralNet.Onnx;

/// <summary>Elements of a tensor in some order: the size of each axis, and the distance between neighbors along it.</summary>
internal sealed record TensorView(int[] Sizes, int[] Strides, int Offset = 0)
{
    public long Length => Sizes.Aggregate(1L, (length, size) => checked(length * size));

    /// <summary>Returns all elements in row-major order.</summary>
    public static TensorView Of(int[] sizes)
    {
        var strides = new int[sizes.Length];
        for (int axis = sizes.Length - 1, stride = 1; axis >= 0; stride *= sizes[axis--])
            strides[axis] = stride;
        return new TensorView(sizes, strides);
    }

    public TensorView Transpose(int[] permutation) =>
        this with { Sizes = [.. permutation.Select(axis => Sizes[axis])], Strides = [.. permutation.Select(axis => Strides[axis])] };

    /// <summary>Returns every <paramref name="step"/>-th element along an axis from <paramref name="start"/> on.</summary>
    public TensorView Slice(int axis, int start, int step, int count)
    {
        int[] sizes = [.. Sizes], strides = [.. Strides];
        (sizes[axis], strides[axis]) = (count, count > 1 ? checked(strides[axis] * step) : 0);
        return new TensorView(sizes, strides, count > 0 ? Offset + start * Strides[axis] : Offset);
    }

    /// <summary>The elements repeated along axes of size 1 and along new axes before the others, by NumPy's rule.</summary>
    public TensorView Broadcast(int[] sizes)
    {
        int added = sizes.Length - Sizes.Length;
        return this with { Sizes = sizes, Strides = [.. Enumerable.Range(0, sizes.Length).Select(StrideAt)] };

        int StrideAt(int axis) => axis < added || Sizes[axis - added] == 1 ? 0 : Strides[axis - added];
    }

    /// <summary>Copies the elements out of the tensor's values.</summary>
    public T[] Read<T>(T[] values)
    {
        var elements = new T[Length];
        var position = new int[Sizes.Length];
        int index = Offset;
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = values[index];
            for (int axis = Sizes.Length - 1; axis >= 0; axis--)
            {
                index += Strides[axis];
                if (++position[axis] < Sizes[axis])
                    break;
                index -= Strides[axis] * position[axis];
                position[axis] = 0;
            }
        }

        return elements;
    }
}
