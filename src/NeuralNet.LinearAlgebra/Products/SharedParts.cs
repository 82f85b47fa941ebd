using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The parts of a product that threads share: blocks of C and, where an operand is long in the depth, slices of the depth. The number of
/// threads decides the blocks only; an element of C is summed in the same order in any block.
/// </summary>
/// <param name="Grid">The blocks of C.</param>
/// <param name="Slices">The number of slices of the depth that are computed apart and added afterwards; 1 if threads share blocks
/// only.</param>
/// <param name="Depth">The number of steps of the depth that are summed at a time, which is the length of a slice.</param>
internal readonly record struct SharedParts<T, TTiles>(BlockGrid<T, TTiles> Grid, int Slices, nint Depth)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    /// <summary>The number of parts: every block of every slice.</summary>
    public int Count => Slices * Grid.Count;

    /// <summary>Chooses parts that so many threads share evenly, as far as C has enough tiles.</summary>
    public static SharedParts<T, TTiles> Choose(in ProductOperation<T> product, int threads)
    {
        nint depth = DepthSlices.Length(product);
        if (!DepthSlices.AreShared(product))
            return new(BlockGrid<T, TTiles>.Choose(product, threads), 1, depth);

        int slices = (int)Parts.Count(product.Depth, depth);
        int blocksForEvenShares = threads / Parts.GreatestCommonDivisor(slices, threads);
        return new(BlockGrid<T, TTiles>.Choose(product with { Depth = depth }, blocksForEvenShares), slices, depth);
    }

    /// <summary>
    /// Returns one part of the product: slice by slice, so that neighboring parts read neighboring stretches of the operands.
    /// </summary>
    public ProductOperation<T> Part(in ProductOperation<T> product, int index)
    {
        (int slice, int block) = (SliceOf(index), index % Grid.Count);
        nint row = block / Grid.Across * Grid.Height, column = block % Grid.Across * Grid.Width;
        return product.Block(row, Grid.Height, column, Grid.Width, slice * Depth, Slices == 1 ? product.Depth : Depth);
    }

    /// <summary>Returns the slice of a part.</summary>
    public int SliceOf(int index) => index / Grid.Count;
}
