using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The product for operands of any size, after Goto and van de Geijn: slices of both operands are packed into panels, and tiles of
/// C are computed from them in registers, in an order that keeps the panels in cache.
/// </summary>
/// <remarks>
/// Threads share the packing and then the tiles of C, never the depth. How the depth is sliced depends on its length alone, so
/// every element of C is summed in the same order whatever the number of threads.
/// </remarks>
internal static class PackedProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    // A block of C: its packed operands stay within a few megabytes, the third-level cache.
    private const int BlockRows = 3072;
    private const int BlockColumns = 3072;

    // A panel of B of this many bytes a column stays in the first-level cache.
    private const int SliceBytes = 1536;

    public static unsafe void Run(in MatrixProduct<T> product, bool shared)
    {
        nint depth = EvenShare(product.Depth, SliceBytes / sizeof(T), 1);
        nint rows = EvenShare(product.Rows, BlockRows, TTiles.Rows);
        nint columns = EvenShare(product.Columns, BlockColumns, TTiles.Columns);
        T* packedB = PackingBuffer.Rent<T>((rows + columns) * depth);
        T* packedA = packedB + (columns * depth);

        for (nint column = 0; column < product.Columns; column += columns)
        {
            for (nint row = 0; row < product.Rows; row += rows)
            {
                for (nint step = 0; step < product.Depth; step += depth)
                {
                    var block = new PackedBlock<T, TTiles>(
                        product.Block(row, rows, column, columns, step, depth), packedA, packedB);
                    block.Run(shared);
                }
            }
        }
    }

    /// <summary>Roughly how many cycles the product takes one core.</summary>
    public static double Cost(in MatrixProduct<T> product)
    {
        double vectors = Parts(product.Rows, TTiles.Lanes);
        double columns = TTiles.RoundColumns(product.Columns);
        double tiles = (double)Parts(product.Rows, TTiles.Rows) * Parts(product.Columns, TTiles.Columns);
        double multiplications = product.Depth * Math.Max(vectors * columns, tiles * 4);
        double packing = (PackedBlock<T, TTiles>.ReadsADirectly(product) ? 0 : PackingCost(product.Rows * product.Depth))
            + (PackedBlock<T, TTiles>.ReadsBDirectly(product) ? 0 : PackingCost(product.Columns * product.Depth));
        double storing = product.C.RowStride == 1 && product.Rows % TTiles.Lanes == 0
            ? vectors * columns * 2
            : (double)product.Rows * product.Columns;
        return multiplications + packing + storing;
    }

    /// <summary>Roughly how many cycles packing that many elements takes.</summary>
    public static double PackingCost(nint elements) => 0.4 * elements;

    private static nint Parts(nint length, nint part) => (length + part - 1) / part;

    /// <summary>Cuts a length into the fewest parts of at most <paramref name="max"/>, all alike, and rounds the part up to whole units.</summary>
    private static nint EvenShare(nint length, nint max, nint unit) => Parts(Parts(length, Parts(length, max)), unit) * unit;
}
