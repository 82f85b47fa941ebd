using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes the product of a matrix stored by columns with a single column. Memory limits its speed, so A is read once, in order.
/// </summary>
/// <remarks>Threads share the rows of C, never the depth.</remarks>
internal static unsafe class VectorProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    // The kernel is fast on eight registers only: a task that had fewer would take as long.
    private static nint TaskRows => 8 * TTiles.Lanes;

    public static bool Suits(in ProductOperation<T> product) =>
        product.Columns == 1 && product.A.RowStride == 1 && product.Rows >= TTiles.Lanes;

    public static void Run(in ProductOperation<T> product, bool shared) =>
        WorkerPool.Shared.Run((int)Parts.Count(product.Rows, TaskRows), new RowsBody(product), shared);

    private readonly struct RowsBody(in ProductOperation<T> product) : IParallelBody
    {
        private readonly ProductOperation<T> product = product;

        [SkipLocalsInit]
        public void Run(int index)
        {
            T* sums = stackalloc T[8 * TTiles.Lanes];
            nint row = index * TaskRows;
            nint rows = nint.Min(TaskRows, product.Rows - row);
            nint whole = rows / TTiles.Lanes * TTiles.Lanes;
            Sum(row, whole, sums);
            Update(row, whole, sums);
            if (whole < rows)
            {
                // The last rows do not fill a register: one that ends with them repeats rows that are done already.
                Sum(product.Rows - TTiles.Lanes, TTiles.Lanes, sums);
                Update(row + whole, rows - whole, sums + TTiles.Lanes - (rows - whole));
            }
        }

        private void Sum(nint row, nint rows, T* sums) =>
            TTiles.Column(product.Depth, product.A.At(row, 0), product.A.ColumnStride, product.B.Data, product.B.RowStride, rows, sums);

        private void Update(nint row, nint rows, T* sums)
        {
            for (nint i = 0; i < rows; i++)
                sums[i] *= product.Alpha;
            product.Merge(sums, rows, row, rows, 0, 1);
        }
    }
}
