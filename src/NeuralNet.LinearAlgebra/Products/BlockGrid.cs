using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>How C is cut into blocks for several threads: into whole tiles, in the way that ends soonest.</summary>
internal readonly record struct BlockGrid<T, TTiles>(nint Height, nint Width, int Down, int Across)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    // Blocks for each thread: more of them even out what the machine does beside, but each packs its operands anew.
    private const int MaxBlocksPerThread = 4;

    // Cycles that a further block costs by itself.
    private const double BlockCost = 300;

    public int Count => Down * Across;

    /// <summary>The grid for as many of the threads as there are blocks for; a single block if C is a single tile.</summary>
    public static BlockGrid<T, TTiles> Choose(in MatrixProduct<T> product, int threads)
    {
        nint tilesDown = Parts(product.Rows, TTiles.Rows), tilesAcross = Parts(product.Columns, TTiles.Columns);
        for (nint used = nint.Min(threads, tilesDown * tilesAcross); used > 1; used--)
        {
            if (Best(product, used, tilesDown, tilesAcross) is { } grid)
                return grid;
        }

        return new BlockGrid<T, TTiles>(product.Rows, product.Columns, 1, 1);
    }

    /// <summary>The grid of one to a few blocks a thread that is expected to end first; null if no grid has whole tiles for all of them.</summary>
    private static BlockGrid<T, TTiles>? Best(in MatrixProduct<T> product, nint threads, nint tilesDown, nint tilesAcross)
    {
        BlockGrid<T, TTiles>? best = null;
        double least = double.PositiveInfinity;
        for (nint blocks = threads; blocks <= threads * MaxBlocksPerThread; blocks += threads)
        {
            for (nint down = 1; down <= nint.Min(blocks, tilesDown); down++)
            {
                nint across = blocks / down;
                if (down * across != blocks || across > tilesAcross)
                    continue;
                nint height = Parts(tilesDown, down) * TTiles.Rows, width = Parts(tilesAcross, across) * TTiles.Columns;
                double cost = (blocks / threads) * (PackedProduct<T, TTiles>.Cost(product, height, width) + BlockCost);
                if (cost >= least)
                    continue;
                least = cost;
                best = new BlockGrid<T, TTiles>(height, width, (int)Parts(product.Rows, height), (int)Parts(product.Columns, width));
            }
        }

        return best;
    }

    private static nint Parts(nint length, nint part) => (length + part - 1) / part;
}
