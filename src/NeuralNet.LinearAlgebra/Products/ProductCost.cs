using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The cost model of products and the thresholds between the techniques. Costs are rough numbers of cycles of one core with registers of 512 bits
/// and two multiply-adds per cycle; only their order matters, to choose between techniques and between grids of blocks.
/// </summary>
internal static class ProductCost
{
    /// <summary>
    /// The number of multiplications from which threads share a product. Sharing among two threads saves half of the work and costs a hand-over of well
    /// under a microsecond. TODO
    /// </summary>
    public const long MinSharedWork = 250_000;

    public const int MaxBlocksPerThread = 4;
    public const double Block = 300;
    public const int MinSharedSums = 1 << 15;
    public const int BatchPartsPerThread = 8;
    public const int MinProductsPerThread = 4;
    public const int SliceBytes = 1600;
    public const int MinSlicedOperand = 1 << 15;
    public const int MaxSlicedOperand = 1 << 20;
    public const int MaxBlockRows = 3072;
    public const int MaxBlockColumns = 3072;
    public const int CachedRows = 256;
    public const int MaxFarReadings = 3;
    public const int MaxNearReadings = 12;
    public const int MaxNearBytes = 2048;
    public const int MinPackedSize = 128;
    public const int MaxSmallWork = 8192;
    public const int MaxStripElements = 2048;
    public const int MaxDotTaskColumns = 32;
    public const int MaxDotRows = 64;
    public const long MaxDotPacked = 1 << 22;
    private const double PackedElement = 0.4;
    private const double DotSum = 7;
    private const double DotLoad = 0.4;

    /// <summary>Estimates the cost of a packed product.</summary>
    public static double Packed<T, TTiles>(in ProductOperation<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTiles : struct, ITiles<T> => Packed<T, TTiles>(product, product.Rows, product.Columns);

    /// <summary>Estimates the cost of a block of so many rows and columns of C in a packed product.</summary>
    public static double Packed<T, TTiles>(in ProductOperation<T> product, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTiles : struct, ITiles<T>
    {
        double vectors = Parts.Count(rows, TTiles.Lanes);
        double roundColumns = TTiles.RoundColumns(columns);
        double tiles = (double)Parts.Count(rows, TTiles.Rows) * Parts.Count(columns, TTiles.Columns);
        double multiplications = product.Depth * Math.Max(vectors * roundColumns, tiles * 4);
        double packing = (PackedBlock<T, TTiles>.ReadsADirectly(product, columns) ? 0 : Packing(rows * product.Depth))
            + (PackedBlock<T, TTiles>.ReadsBDirectly(product, columns) ? 0 : Packing(columns * product.Depth));
        double storing = product.C.RowStride == 1 && rows % TTiles.Lanes == 0
            ? vectors * roundColumns * 2
            : (double)rows * columns;
        return multiplications + packing + storing;
    }

    /// <summary>Estimates the cost of a product as dot products; infinite if the shape does not suit them.</summary>
    public static double Dots<T, TTiles>(in ProductOperation<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTiles : struct, ITiles<T>
    {
        nint packed = DotProduct<T, TTiles>.Packed(product);
        if (product.Depth < TTiles.Lanes || product.Rows > MaxDotRows || packed > MaxDotPacked)
            return double.PositiveInfinity;
        double sums = (double)product.Rows * product.Columns;
        double loads = DotLoad * product.Columns * product.Depth / TTiles.Lanes * Parts.Count(product.Rows, TTiles.DotRows);
        return (sums * product.Depth / TTiles.Lanes) + loads + (sums * DotSum) + Packing(packed);
    }

    private static double Packing(nint elements) => PackedElement * elements;
}
