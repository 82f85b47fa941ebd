using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes a product of operands of any size, after Goto and van de Geijn: slices of both operands are packed into panels, and tiles of
/// C are computed from them in registers, in an order that keeps the panels in cache.
/// </summary>
/// <remarks>
/// Threads share the blocks of C, or slices of the depth whose sums are added in order afterwards. Each thread packs for itself what it
/// needs: packing a panel twice costs less than waiting for each other after every slice and fetching panels from another core's cache.
/// </remarks>
internal static class PackedProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    public static void Run(in ProductOperation<T> product, int threads)
    {
        if (threads > 1)
            SharedProduct<T, TTiles>.Run(product, threads);
        else
            RunHere(product, DepthSlices.Length(product));
    }

    /// <summary>Computes a product, or a block or slice of one, on this thread.</summary>
    public static unsafe void RunHere(in ProductOperation<T> product, nint depth)
    {
        nint rows = EvenShare(product.Rows, ProductCost.MaxBlockRows, TTiles.Rows);
        nint columns = EvenShare(product.Columns, ProductCost.MaxBlockColumns, TTiles.Columns);
        T* packedB = PackingBuffer.Rent<T>((rows + columns) * depth);
        T* packedA = packedB + (columns * depth);

        for (nint column = 0; column < product.Columns; column += columns)
        {
            for (nint row = 0; row < product.Rows; row += rows)
            {
                for (nint step = 0; step < product.Depth; step += depth)
                {
                    new PackedBlock<T, TTiles>(
                        product.Block(row, rows, column, columns, step, depth), packedA, packedB).Run();
                }
            }
        }
    }

    /// <summary>
    /// Divides a length into the minimum number of equal parts of at most <paramref name="max"/>, and rounds the part up to whole units.
    /// </summary>
    private static nint EvenShare(nint length, nint max, nint unit) =>
        Parts.RoundUp(Parts.Count(length, Parts.Count(length, max)), unit);
}
