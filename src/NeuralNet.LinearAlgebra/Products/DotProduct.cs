using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The product as dot products, for few rows or columns and a long depth: operands that lie along the depth are read where they
/// are, where packing them would cost as much as the product.
/// </summary>
/// <remarks>The caller reads the product so that rows are the fewer. Threads share the columns of C, never the depth.</remarks>
internal static unsafe class DotProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    private const int TaskColumns = 32;
    private const int MaxRows = 64;
    private const long MaxPacked = 1 << 22;

    public static void Run(in MatrixProduct<T> product, bool shared)
    {
        T* buffer = PackingBuffer.Rent<T>(PackedA(product) + PackedB(product));
        var body = new Columns(product with
        {
            A = AlongDepth(product.A, product.Rows, product.Depth, buffer),
            B = AlongDepth(product.B.Transposed, product.Columns, product.Depth, buffer + PackedA(product)).Transposed,
        });
        WorkerPool.Shared.Run((int)((product.Columns + TaskColumns - 1) / TaskColumns), body, shared);
    }

    /// <summary>Roughly how many cycles the product takes one core.</summary>
    public static double Cost(in MatrixProduct<T> product)
    {
        nint packed = PackedA(product) + PackedB(product);
        if (product.Depth < TTiles.Lanes || product.Rows > MaxRows || packed > MaxPacked)
            return double.PositiveInfinity;
        double sums = (double)product.Rows * product.Columns;
        double loads = 0.4 * product.Columns * product.Depth / TTiles.Lanes * ((product.Rows + TTiles.DotRows - 1) / TTiles.DotRows);
        return (sums * product.Depth / TTiles.Lanes) + loads + (sums * 7) + PackedProduct<T, TTiles>.PackingCost(packed);
    }

    private static nint PackedA(in MatrixProduct<T> product) => product.A.ColumnStride == 1 ? 0 : product.Rows * product.Depth;

    private static nint PackedB(in MatrixProduct<T> product) => product.B.RowStride == 1 ? 0 : product.Columns * product.Depth;

    private static MatrixView<T> AlongDepth(MatrixView<T> source, nint rows, nint depth, T* buffer)
    {
        if (source.ColumnStride == 1)
            return source;
        PanelPacker<T>.Pack(source.Transposed, depth, rows, buffer, depth);
        return new MatrixView<T>(buffer, depth, 1);
    }

    private readonly struct Columns(in MatrixProduct<T> product) : IParallelBody
    {
        private readonly MatrixProduct<T> product = product;

        [SkipLocalsInit]
        public void Run(int index)
        {
            T* sums = stackalloc T[TTiles.DotRows * TaskColumns];
            nint column = index * TaskColumns;
            nint columns = nint.Min(TaskColumns, product.Columns - column);
            for (nint row = 0; row < product.Rows; row += TTiles.DotRows)
            {
                nint rows = nint.Min(TTiles.DotRows, product.Rows - row);
                TTiles.FindDot(rows)(
                    product.Depth, product.A.At(row, 0), product.A.RowStride, product.B.At(0, column), product.B.ColumnStride, columns, sums);
                for (nint i = 0; i < rows * columns; i++)
                    sums[i] *= product.Alpha;
                product.Merge(sums, rows, row, rows, column, columns);
            }
        }
    }
}
