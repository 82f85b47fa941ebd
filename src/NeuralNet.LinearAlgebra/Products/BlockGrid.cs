using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>The blocks of C that threads share: whole tiles, in the grid that is expected to end first.</summary>
/// <param name="Height">The number of rows of a block; the last row of blocks may have fewer.</param>
/// <param name="Width">The number of columns of a block; the last column of blocks may have fewer.</param>
/// <param name="Down">The number of blocks one below the other.</param>
/// <param name="Across">The number of blocks side by side.</param>
internal readonly record struct BlockGrid<T, TTiles>(nint Height, nint Width, int Down, int Across)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    /// <summary>The number of blocks.</summary>
    public int Count => Down * Across;

    /// <summary>Chooses the grid for as many of the threads as there are tiles for; a single block if C is a single tile.</summary>
    public static BlockGrid<T, TTiles> Choose(in ProductOperation<T> product, int threads)
    {
        nint tilesDown = Parts.Count(product.Rows, TTiles.Rows), tilesAcross = Parts.Count(product.Columns, TTiles.Columns);
        for (nint used = nint.Min(threads, tilesDown * tilesAcross); used > 1; used--)
        {
            if (Best(product, used, tilesDown, tilesAcross) is { } grid)
                return grid;
        }

        return new BlockGrid<T, TTiles>(product.Rows, product.Columns, 1, 1);
    }

    /// <summary>Returns the cheapest grid of one to a few blocks per thread; null if no grid has whole tiles for all threads.</summary>
    private static BlockGrid<T, TTiles>? Best(in ProductOperation<T> product, nint threads, nint tilesDown, nint tilesAcross)
    {
        BlockGrid<T, TTiles>? best = null;
        double minCost = double.PositiveInfinity;
        for (nint blocks = threads; blocks <= threads * ProductCost.MaxBlocksPerThread; blocks += threads)
        {
            for (nint down = 1; down <= nint.Min(blocks, tilesDown); down++)
            {
                nint across = blocks / down;
                if (down * across != blocks || across > tilesAcross)
                    continue;
                nint height = Parts.Count(tilesDown, down) * TTiles.Rows, width = Parts.Count(tilesAcross, across) * TTiles.Columns;
                double cost = (blocks / threads) * (ProductCost.Packed<T, TTiles>(product, height, width) + ProductCost.Block);
                if (cost >= minCost)
                    continue;
                minCost = cost;
                best = new(height, width, (int)Parts.Count(product.Rows, height), (int)Parts.Count(product.Columns, width));
            }
        }

        return best;
    }
}
