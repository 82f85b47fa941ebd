using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>The cost model of products and the thresholds between the techniques, with the measurement behind each number.</summary>
/// <remarks>
/// Costs are rough numbers of cycles of one core that has registers of 512 bits and computes one multiplication of registers per cycle.
/// Only their order matters: they choose between techniques and between grids of blocks. "Measured" refers to a virtual machine with two
/// cores of an AMD EPYC and float32; "not measured" marks a number that was chosen by reasoning.
/// </remarks>
internal static class ProductCost
{
    // Sharing.

    /// <summary>
    /// The number of multiplications from which threads share a product: about 4 microseconds of one core. Measured: a call of the pool
    /// with two empty parts takes 0.04 to 0.1 microseconds. The number itself was chosen on two cores; not measured with more threads.
    /// </summary>
    public const long MinSharedWork = 250_000;

    /// <summary>
    /// The number of multiplications that repays one more thread: half of the smallest work that two threads share. Not measured with more
    /// than two threads.
    /// </summary>
    public const long MinThreadWork = MinSharedWork / 2;

    /// <summary>
    /// The maximum number of blocks per thread: more blocks even out interruptions, but each block packs its operands anew. Not measured.
    /// </summary>
    public const int MaxBlocksPerThread = 4;

    /// <summary>
    /// The cost of a block by itself: one more claim of a part and its first cache misses, about 0.1 microseconds. Not measured apart.
    /// </summary>
    public const double Block = 300;

    /// <summary>
    /// The number of elements of C from which all threads add the sums of slices: 128 KiB, which one core adds in a few microseconds,
    /// several times the hand-over. Not measured.
    /// </summary>
    public const int MinSharedSums = 1 << 15;

    /// <summary>
    /// The number of parts per thread that a batch is divided into, so that a thread that is interrupted loses an eighth. Not measured.
    /// </summary>
    public const int BatchPartsPerThread = 8;

    /// <summary>
    /// The number of large products per thread from which threads take whole products: with fewer, a thread that ends early would wait
    /// longer than sharing every product costs. Not measured.
    /// </summary>
    public const int MinProductsPerThread = 4;

    // Slices of the depth.

    /// <summary>
    /// The number of bytes of a column of B in a slice: a panel of 12 columns has 19 KB and leaves room for a panel of A in a first-level
    /// cache of 32 to 48 KB. Not measured.
    /// </summary>
    public const int SliceBytes = 1600;

    /// <summary>
    /// The number of elements of an operand from which threads share slices; smaller operands have too little to gain. Not measured.
    /// </summary>
    public const int MinSlicedOperand = 1 << 15;

    /// <summary>
    /// The number of elements up to which threads share slices: 4 MiB, beyond which the operand leaves the caches of a core anyway. Not
    /// measured.
    /// </summary>
    public const int MaxSlicedOperand = 1 << 20;

    // Packing.

    /// <summary>
    /// The maximum number of rows of a block, whose packed slice of A then has 4.7 MiB and stays in the third-level cache. Not measured.
    /// </summary>
    public const int MaxBlockRows = 3072;

    /// <summary>The maximum number of columns of a block, for the same reason as <see cref="MaxBlockRows"/>. Not measured.</summary>
    public const int MaxBlockColumns = 3072;

    /// <summary>
    /// The number of packed rows of A that are multiplied at a time: 400 KB of a slice, which stay in a second-level cache of 512 KB or
    /// more while the panels of B pass by. Not measured.
    /// </summary>
    public const int CachedRows = 256;

    /// <summary>
    /// The number of tile columns up to which A is read in place, without packing, if its steps along the depth are further apart than
    /// <see cref="MaxNearBytes"/> and so fall on few sets of the caches. Chosen with the products of benchmarks/Comparison.
    /// </summary>
    public const int MaxFarReadings = 3;

    /// <summary>
    /// The number of tile columns up to which A is read in place if its steps are near. Chosen with the products of benchmarks/Comparison.
    /// </summary>
    public const int MaxNearReadings = 12;

    /// <summary>
    /// The distance in bytes up to which steps along the depth are near: half a page. Chosen with the products of benchmarks/Comparison.
    /// </summary>
    public const int MaxNearBytes = 2048;

    // Packed matrices.

    /// <summary>
    /// The number of rows of A that are multiplied by the slice of a panel before the next panel: 384 KB of a slice of A, which stay in a
    /// second-level cache of 512 KB or more. Not measured.
    /// </summary>
    public const int PanelBlockRows = 240;

    /// <summary>
    /// The number of multiplications from which threads share the product of a packed matrix: about 2 microseconds of one core. Not
    /// measured.
    /// </summary>
    public const long MinSharedPanelWork = 30_000;

    // Choice of the technique.

    /// <summary>
    /// The number of rows and of columns from which packing both operands always pays, so that no cost is estimated. Not measured.
    /// </summary>
    public const int MinPackedSize = 128;

    /// <summary>
    /// The number of multiplications up to which a product is computed in strips. Measured: 0.05 microseconds for 8×8×8, 0.33 for 32×8×32,
    /// the limit; at 32×32×32 strips and the cheapest other technique take about 1.4 microseconds each, so that the limit is on the safe
    /// side.
    /// </summary>
    public const int MaxSmallWork = 8192;

    /// <summary>
    /// The number of elements of a packed strip: 8 KB of the stack in float32, 16 KB in double. A limit of memory, not of speed.
    /// </summary>
    public const int MaxStripElements = 2048;

    /// <summary>
    /// The maximum number of columns of a task of dot products, whose sums lie on the stack. A limit of memory, not of speed.
    /// </summary>
    public const int MaxDotTaskColumns = 32;

    /// <summary>The number of rows up to which dot products are considered: more rows repay packing. Not measured.</summary>
    public const int MaxDotRows = 64;

    /// <summary>
    /// The number of elements up to which dot products pack operands that do not lie along the depth: 16 MiB. A limit of memory.
    /// </summary>
    public const long MaxDotPacked = 1 << 22;

    // Cycles. Measured: packing takes 0.07 to 0.09 nanoseconds per element as a copy and 0.11 to 0.12 with a transposition.
    private const double PackedElement = 0.4;

    // The horizontal sum of a register and its store, and the share of a load that five rows do not hide. Measured: from 10×32×128 to
    // 64×256×128 the ratio of time to model varies by ±20 %.
    private const double DotSum = 7;
    private const double DotLoad = 0.4;

    // The chains of a tile depend on themselves for four cycles, which a tile of few columns cannot fill.
    private const double MinTileStep = 4;

    // Writing a register of C, which is read first if it adds; elements that fill no register are written one by one, a cycle each. Not
    // measured.
    private const double StoredRegister = 2;

    /// <summary>Returns the number of threads that share so many multiplications.</summary>
    public static int Threads(long work) =>
        work < MinSharedWork ? 1 : (int)Math.Min(WorkerPool.Shared.DegreeOfParallelism, work / MinThreadWork);

    /// <summary>Estimates the cost of a packed product.</summary>
    public static double Packed<T, TTiles>(in ProductOperation<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTiles : struct, ITiles<T> => Packed<T, TTiles>(product, product.Rows, product.Columns);

    /// <summary>Estimates the cost of a block of C in a packed product.</summary>
    public static double Packed<T, TTiles>(in ProductOperation<T> product, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTiles : struct, ITiles<T>
    {
        double vectors = Parts.Count(rows, TTiles.Lanes);
        double roundColumns = TTiles.RoundColumns(columns);
        double tiles = (double)Parts.Count(rows, TTiles.Rows) * Parts.Count(columns, TTiles.Columns);
        double multiplications = product.Depth * Math.Max(vectors * roundColumns, tiles * MinTileStep);
        double packing = (PackedBlock<T, TTiles>.ReadsADirectly(product, columns) ? 0 : Packing(rows * product.Depth))
            + (PackedBlock<T, TTiles>.ReadsBDirectly(product, columns) ? 0 : Packing(columns * product.Depth));
        double storing = product.C.RowStride == 1 && rows % TTiles.Lanes == 0
            ? vectors * roundColumns * StoredRegister
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
