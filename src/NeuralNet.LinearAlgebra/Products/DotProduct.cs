using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes a product as dot products, for few rows or columns and a long depth: operands that lie along the depth are read where they
/// are, where packing them would cost as much as the product.
/// </summary>
/// <remarks>The caller transposes the product if it has more rows than columns. Threads share the columns of C, never the depth.</remarks>
internal static unsafe class DotProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    // The columns that the kernel computes at a time.
    private const int ColumnsPerStep = 4;

    public static void Run(in ProductOperation<T> product, int threads)
    {
        T* buffer = PackingBuffer.Rent<T>(Packed(product));
        nint columnsPerTask = ColumnsPerTask(product.Columns, threads);
        var body = new ColumnsBody(columnsPerTask, product with
        {
            A = AlongDepth(product.A, product.Rows, product.Depth, buffer),
            B = AlongDepth(product.B.Transposed, product.Columns, product.Depth, buffer + PackedA(product)).Transposed,
        });
        WorkerPool.Shared.Run((int)Parts.Count(product.Columns, columnsPerTask), body, share: threads > 1);
    }

    /// <summary>
    /// Returns the number of columns of a task: whole steps of the kernel, and as many tasks for each thread as for any other.
    /// </summary>
    public static nint ColumnsPerTask(nint columns, int threads)
    {
        nint tasks = Parts.RoundUp(Parts.Count(columns, ProductCost.MaxDotTaskColumns), threads);
        return Parts.RoundUp(Parts.Count(columns, tasks), ColumnsPerStep);
    }

    /// <summary>The number of elements that are packed: those of operands that do not lie along the depth.</summary>
    public static nint Packed(in ProductOperation<T> product) => PackedA(product) + PackedB(product);

    private static nint PackedA(in ProductOperation<T> product) => product.A.ColumnStride == 1 ? 0 : product.Rows * product.Depth;

    private static nint PackedB(in ProductOperation<T> product) => product.B.RowStride == 1 ? 0 : product.Columns * product.Depth;

    private static MatrixView<T> AlongDepth(MatrixView<T> source, nint rows, nint depth, T* buffer)
    {
        if (source.ColumnStride == 1)
            return source;
        PanelPacker<T>.Pack(source.Transposed, depth, rows, buffer, depth);
        return new MatrixView<T>(buffer, depth, 1);
    }

    private readonly struct ColumnsBody(nint columnsPerTask, in ProductOperation<T> product) : IParallelBody
    {
        private readonly ProductOperation<T> product = product;

        [SkipLocalsInit]
        public void Run(int index)
        {
            T* sums = stackalloc T[TTiles.DotRows * ProductCost.MaxDotTaskColumns];
            nint column = index * columnsPerTask;
            nint columns = nint.Min(columnsPerTask, product.Columns - column);
            for (nint row = 0; row < product.Rows; row += TTiles.DotRows)
            {
                nint rows = nint.Min(TTiles.DotRows, product.Rows - row);
                TTiles.FindDot(rows)(
                    product.Depth, product.A.At(row, 0), product.A.RowStride, product.B.At(0, column),
                    product.B.ColumnStride, columns, sums);
                for (nint i = 0; i < rows * columns; i++)
                    sums[i] *= product.Alpha;
                product.Merge(sums, rows, row, rows, column, columns);
            }
        }
    }
}
