using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes a product whose parts threads share: blocks of C, or blocks of slices of the depth, whose sums are added afterwards.
/// </summary>
/// <remarks>
/// The sums of the slices are added in the order of the slices. A single thread that adds slice after slice to C rounds in the same places,
/// so that the results agree bit for bit.
/// </remarks>
internal static unsafe class SharedProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    // The sums of all slices but the first, in memory of the thread that asked for the product.
    [ThreadStatic]
    private static AlignedMemory partialSums;

    public static void Run(in ProductOperation<T> product, int threads)
    {
        SharedParts<T, TTiles> parts = SharedParts<T, TTiles>.Choose(product, threads);
        nint size = product.Rows * product.Columns;
        T* sums = parts.Slices == 1 ? null : partialSums.Rent<T>(size * (parts.Slices - 1));
        WorkerPool.Shared.Run(parts.Count, new PartsBody(product, parts, sums));
        if (parts.Slices > 1)
            Add(product, sums, parts.Slices - 1, size < ProductCost.MinSharedSums ? 1 : threads);
    }

    private static void Add(in ProductOperation<T> product, T* sums, int count, int ranges) => WorkerPool.Shared.Run(
        ranges, new AdditionBody(product.C, sums, LineLength(product), product.Rows * product.Columns, count, ranges));

    /// <summary>The number of elements that lie one after the other in C: all of them if C has no gaps.</summary>
    private static nint LineLength(in ProductOperation<T> product)
    {
        (nint length, nint stride) = product.C.RowStride == 1
            ? (product.Rows, product.C.ColumnStride)
            : (product.Columns, product.C.RowStride);
        return length == stride ? product.Rows * product.Columns : length;
    }

    private readonly struct PartsBody(in ProductOperation<T> product, in SharedParts<T, TTiles> parts, T* sums) : IParallelBody
    {
        private readonly ProductOperation<T> product = product;
        private readonly SharedParts<T, TTiles> parts = parts;
        private readonly T* sums = sums;

        public void Run(int index)
        {
            int slice = parts.SliceOf(index);
            ProductOperation<T> part = slice == 0
                ? parts.Part(product, index)
                : parts.Part(product with { C = SumsOf(slice) }, index) with { Beta = T.Zero };
            PackedProduct<T, TTiles>.RunHere(part, parts.Depth);
        }

        /// <summary>Returns the sums of a slice as a matrix without gaps, in the order of C.</summary>
        private MatrixView<T> SumsOf(int slice)
        {
            T* data = sums + ((slice - 1) * product.Rows * product.Columns);
            return product.C.RowStride == 1 ? new(data, 1, product.Rows) : new(data, product.Columns, 1);
        }
    }

    /// <summary>Adds the sums of all slices but the first to C, element by element in the order of the slices.</summary>
    private readonly struct AdditionBody(MatrixView<T> c, T* sums, nint lineLength, nint size, int count, int parts) : IParallelBody
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
