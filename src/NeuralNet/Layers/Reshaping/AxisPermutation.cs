namespace NeuralNet;

/// <summary>Reorders the axes of the rows of a batch.</summary>
internal sealed class AxisPermutation
{
    private readonly int[] sizes, strides, inverseSizes, inverseStrides;

    /// <param name="row">The shape of a row.</param>
    /// <param name="order">The axes of the row in the new order; axis 0 is the outermost of the row.</param>
    public AxisPermutation(Shape row, int[] order)
    {
        int[] inverse = new int[order.Length];
        for (int axis = 0; axis < order.Length; axis++)
            inverse[order[axis]] = axis;
        Permuted = Array.ConvertAll(order, axis => row[axis]);
        (sizes, strides) = ([.. Permuted], StridesOf(row, order));
        (inverseSizes, inverseStrides) = ([.. row], StridesOf(Permuted, inverse));
    }

    /// <summary>The shape of a row in the new order.</summary>
    public Shape Permuted { get; }

    /// <summary>Writes rows with their axes in the new order.</summary>
    public void Permute(Tensor rows, Tensor target) => Run(rows, target, sizes, strides);

    /// <summary>Writes rows with their axes in the original order.</summary>
    public void Restore(Tensor permuted, Tensor target) => Run(permuted, target, inverseSizes, inverseStrides);

    private static void Run(Tensor source, Tensor target, int[] sizes, int[] strides) =>
        PlanePass.Run(target.Rows, sizes[0], target.RowLength / sizes[0], new Body(source, target, sizes, strides));

    /// <summary>Returns, for each axis in an order, the distance in memory of neighbouring elements.</summary>
    private static int[] StridesOf(Shape row, int[] order)
    {
        int[] strides = new int[row.Rank];
        int stride = 1;
        for (int axis = row.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= row[axis];
        }

        return Array.ConvertAll(order, axis => strides[axis]);
    }

    private readonly struct Body(Tensor source, Tensor target, int[] sizes, int[] strides) : IPlaneBody
    {
        public void Run(int plane, int firstRow, int endRow)
        {
            ReadOnlySpan<float> values = source.Row(plane);
            Span<float> permuted = target.Row(plane);
            int length = permuted.Length / sizes[0];
            for (int row = firstRow; row < endRow; row++)
                Copy(values[(row * strides[0])..], permuted.Slice(row * length, length), sizes.AsSpan(1), strides.AsSpan(1));
        }

        /// <summary>Copies the elements along the remaining axes.</summary>
        private static void Copy(ReadOnlySpan<float> source, Span<float> target, ReadOnlySpan<int> sizes, ReadOnlySpan<int> strides)
        {
            if (sizes.IsEmpty)
            {
                target[0] = source[0];
                return;
            }

            if (sizes.Length == 1)
            {
                CopyStrided(source, strides[0], target);
                return;
            }

            int length = target.Length / sizes[0];
            for (int i = 0; i < sizes[0]; i++)
                Copy(source[(i * strides[0])..], target.Slice(i * length, length), sizes[1..], strides[1..]);
        }

        private static void CopyStrided(ReadOnlySpan<float> source, int stride, Span<float> target)
        {
            if (stride == 1)
            {
                source[..target.Length].CopyTo(target);
                return;
            }

            for (int i = 0; i < target.Length; i++)
                target[i] = source[i * stride];
        }
    }
}
