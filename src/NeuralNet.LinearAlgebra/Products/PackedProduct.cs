using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The product for operands of any size, after Goto and van de Geijn: slices of both operands are packed into panels, and tiles of
/// C are computed from them in registers, in an order that keeps the panels in cache.
/// </summary>
/// <remarks>
/// Threads share the blocks of C, or slices of the depth that are added in order afterwards. Each packs for itself what it needs:
/// packing a panel twice costs less than waiting for each other after every slice and fetching panels from another core's cache.
/// How the depth is sliced depends on the shape alone, so every element of C is summed in the same order whatever the number of threads.
/// </remarks>
internal static class PackedProduct<T, TTiles>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    // The largest block: its packed operands stay within a few megabytes, the third-level cache.
    private const int BlockRows = 3072;
    private const int BlockColumns = 3072;

    public static void Run(in MatrixProduct<T> product, bool shared)
    {
        if (!shared)
        {
            RunHere(product, DepthSlices.Length(product));
            return;
        }

        int threads = WorkerPool.Shared.DegreeOfParallelism;
        if (DepthSlices.SharedBy(threads, product))
            SlicedProduct<T, TTiles>.Run(product);
        else
            RunBlocks(product, BlockGrid<T, TTiles>.Choose(product, threads));
    }

    /// <summary>Computes a product, or a block or slice of one, on this thread.</summary>
    public static unsafe void RunHere(in MatrixProduct<T> product, nint depth)
    {
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
                    new PackedBlock<T, TTiles>(
                        product.Block(row, rows, column, columns, step, depth), packedA, packedB).Run();
                }
            }
        }
    }

    /// <summary>Roughly how many cycles the product takes one core.</summary>
    public static double Cost(in MatrixProduct<T> product) => Cost(product, product.Rows, product.Columns);

    /// <summary>Roughly how many cycles a block of that many rows and columns of C takes one core.</summary>
    public static double Cost(in MatrixProduct<T> product, nint rows, nint columns)
    {
        double vectors = Parts(rows, TTiles.Lanes);
        double roundColumns = TTiles.RoundColumns(columns);
        double tiles = (double)Parts(rows, TTiles.Rows) * Parts(columns, TTiles.Columns);
        double multiplications = product.Depth * Math.Max(vectors * roundColumns, tiles * 4);
        double packing = (PackedBlock<T, TTiles>.ReadsADirectly(product, columns) ? 0 : PackingCost(rows * product.Depth))
            + (PackedBlock<T, TTiles>.ReadsBDirectly(product, columns) ? 0 : PackingCost(columns * product.Depth));
        double storing = product.C.RowStride == 1 && rows % TTiles.Lanes == 0
            ? vectors * roundColumns * 2
            : (double)rows * columns;
        return multiplications + packing + storing;
    }

    /// <summary>Roughly how many cycles packing that many elements takes.</summary>
    public static double PackingCost(nint elements) => 0.4 * elements;

    private static nint Parts(nint length, nint part) => (length + part - 1) / part;

    /// <summary>Cuts a length into the fewest parts of at most <paramref name="max"/>, all alike, and rounds the part up to whole units.</summary>
    private static nint EvenShare(nint length, nint max, nint unit) => Parts(Parts(length, Parts(length, max)), unit) * unit;

    private static void RunBlocks(in MatrixProduct<T> product, in BlockGrid<T, TTiles> grid) =>
        WorkerPool.Shared.Run(grid.Count, new Blocks(product, grid, DepthSlices.Length(product)));

    private readonly struct Blocks(in MatrixProduct<T> product, BlockGrid<T, TTiles> grid, nint depth) : IParallelBody
    {
        private readonly MatrixProduct<T> product = product;

        public void Run(int index)
        {
            nint row = index / grid.Across * grid.Height, column = index % grid.Across * grid.Width;
            RunHere(product.Block(row, grid.Height, column, grid.Width, 0, product.Depth), depth);
        }
    }
}
