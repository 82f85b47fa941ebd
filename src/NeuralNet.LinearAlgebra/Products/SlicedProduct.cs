using System.Numerics;
using System.Runtime.CompilerServices;

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
        WorkerPool.Shared.Run(parts, new Addition(product.C, sums, LineLength(product), size, slices - 1, parts), parts > 1);
    }

    /// <summary>The number of elements that lie one after the other in C: all of them if C has no gaps.</summary>
    private static nint LineLength(in MatrixProduct<T> product)
    {
        (nint length, nint stride) = product.C.RowStride == 1
            ? (product.Rows, product.C.ColumnStride)
            : (product.Columns, product.C.RowStride);
        return length == stride ? product.Rows * product.Columns : length;
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

        /// <summary>Views memory without gaps in the order of C.</summary>
        private MatrixView<T> LikeC(T* data) => product.C.RowStride == 1 ? new(data, 1, product.Rows) : new(data, product.Columns, 1);
    }

    /// <summary>Adds the sums of all slices but the first to C, element by element in the order of the slices.</summary>
    private readonly struct Addition(MatrixView<T> c, T* sums, nint lineLength, nint size, int count, int parts) : IParallelBody
    {
        private readonly T* c = c.Data;
        private readonly nint lineStride = c.RowStride == 1 ? c.ColumnStride : c.RowStride;
        private readonly T* sums = sums;

        public void Run(int index)
        {
            nint start = size * index / parts, end = size * (index + 1) / parts;
            while (start < end)
            {
                nint line = start / lineLength;
                nint length = nint.Min(end, (line + 1) * lineLength) - start;
                Add(c + (line * lineStride) + (start - (line * lineLength)), sums + start, length);
                start += length;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Add(T* destination, T* terms, nint length)
        {
            nint i = 0;
            for (; i + Vector<T>.Count <= length; i += Vector<T>.Count)
            {
                Vector<T> sum = Vector.Load(destination + i);
                for (int slice = 0; slice < count; slice++)
                    sum += Vector.Load(terms + (slice * size) + i);
                sum.Store(destination + i);
            }

            for (; i < length; i++)
            {
                for (int slice = 0; slice < count; slice++)
                    destination[i] += terms[(slice * size) + i];
            }
        }
    }
}
