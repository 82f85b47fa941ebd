using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>A product whose threads share slices of the depth: each slice is summed by itself, then the sums are added in order.</summary>
/// <remarks>One thread that adds slice after slice to C rounds in the same places: the results agree bit for bit.</remarks>
internal static unsafe class SlicedProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    // Sums of so many elements are added by all threads.
    private const int SharedSums = 1 << 15;

    // What the threads sum up for the thread that asked for the product.
    [ThreadStatic]
    private static AlignedMemory partialSums;

    public static void Run(in MatrixProduct<T> product)
    {
        nint size = product.Rows * product.Columns, depth = DepthSlices.Length(product);
        int slices = (int)((product.Depth + depth - 1) / depth);
        T* sums = partialSums.Rent<T>(size * (slices - 1));
        WorkerPool.Shared.Run(slices, new Slices(product, sums, size, depth));

        int parts = size < SharedSums ? 1 : WorkerPool.Shared.DegreeOfParallelism;
        WorkSharing.Run(parts, new Addition(product.C.Data, sums, size, slices - 1, parts), parts > 1);
    }

    private readonly struct Slices(in MatrixProduct<T> product, T* sums, nint size, nint depth) : IParallelBody
    {
        private readonly MatrixProduct<T> product = product;
        private readonly T* sums = sums;

        public void Run(int index)
        {
            MatrixProduct<T> slice = product.Block(0, product.Rows, 0, product.Columns, index * depth, depth);
            if (index > 0)
                slice = slice with { C = LikeC(sums + ((index - 1) * size)), Beta = T.Zero };
            PackedProduct<T, TTiles>.RunHere(slice, depth);
        }

        private MatrixView<T> LikeC(T* data) => new(data, product.C.RowStride, product.C.ColumnStride);
    }

    /// <summary>Adds the sums of all slices but the first to C, element by element in the order of the slices.</summary>
    private readonly struct Addition(T* c, T* sums, nint size, int count, int parts) : IParallelBody
    {
        private readonly T* c = c;
        private readonly T* sums = sums;

        public void Run(int index)
        {
            nint i = size * index / parts, end = size * (index + 1) / parts;
            for (; i + Vector<T>.Count <= end; i += Vector<T>.Count)
            {
                Vector<T> sum = Vector.Load(c + i);
                for (int slice = 0; slice < count; slice++)
                    sum += Vector.Load(sums + (slice * size) + i);
                sum.Store(c + i);
            }

            for (; i < end; i++)
            {
                for (int slice = 0; slice < count; slice++)
                    c[i] += sums[(slice * size) + i];
            }
        }
    }
}
