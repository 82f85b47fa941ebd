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

    /// <summary>
    /// Chooses the grid that is expected to end first, of those in which every thread computes one to a few blocks; a single block if C is
    /// a single tile. The blocks need not be a multiple of the threads, because threads claim them one by one.
    /// </summary>
    public static BlockGrid<T, TTiles> Choose(in ProductOperation<T> product, int threads)
    {
        nint tilesDown = Parts.Count(product.Rows, TTiles.Rows), tilesAcross = Parts.Count(product.Columns, TTiles.Columns);
        var best = new BlockGrid<T, TTiles>(product.Rows, product.Columns, 1, 1);
        double minCost = double.PositiveInfinity;
        for (nint rounds = 1; rounds <= ProductCost.MaxBlocksPerThread; rounds++)
        {
            for (nint down = 1; down <= nint.Min(rounds * threads, tilesDown); down++)
            {
                nint across = nint.Min(rounds * threads / down, tilesAcross);
                nint height = Parts.Count(tilesDown, down) * TTiles.Rows, width = Parts.Count(tilesAcross, across) * TTiles.Columns;
                var grid = new BlockGrid<T, TTiles>(
                    height, width, (int)Parts.Count(product.Rows, height), (int)Parts.Count(product.Columns, width));
                double cost = Parts.Count(grid.Count, threads) * (ProductCost.Packed<T, TTiles>(product, height, width)
                    + ProductCost.Block);
                if (cost < minCost)
                    (minCost, best) = (cost, grid);
            }
        }

        return best;
    }
}
