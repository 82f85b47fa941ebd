using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The innermost product of a convolution: a tile of C of TVectors registers × TColumns columns, where each column of B is a patch of an
/// image that is read where it lies, run by run.
/// </summary>
/// <remarks>
/// As in <see cref="TileKernel{T, TVector, TLanes, TVectors, TColumns}"/>, each accumulator is a local of its own, and every element is
/// summed in the order of the depth, so that tiles of all sizes agree bit for bit.
/// </remarks>
internal static unsafe class PatchKernel<T, TVector, TLanes, TVectors, TColumns>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TVectors : struct, ITileSize
    where TColumns : struct, ITileSize
{
    /// <summary>Computes C ← A·B.</summary>
    /// <param name="runs">The number of runs of a patch.</param>
    /// <param name="runLength">The number of elements of a run.</param>
    /// <param name="offsets">The offset of each run from the start of its patch.</param>
    /// <param name="a">A packed panel of A: as many elements as the tile is high for each element of a patch.</param>
    /// <param name="gap">The number of elements of the panel between those of a run and those of the next.</param>
    /// <param name="patches">The start of the patch of each column.</param>
    /// <param name="c">The tile, its columns <paramref name="stepC"/> elements apart.</param>
    /// <param name="stepC">The distance from one column of C to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint runs, nint runLength, nint* offsets, T* a, nint gap, T** patches, T* c, nint stepC)
    {
        TVector a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default;
        TVector a6 = default, a7 = default, a8 = default, a9 = default, a10 = default, a11 = default;
        TVector b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default;
        TVector b6 = default, b7 = default, b8 = default, b9 = default, b10 = default, b11 = default;

        for (; runs > 0; runs--, offsets++, a += gap)
        {
            nint offset = *offsets;
            T* p0 = Patch(0, patches, offset);
            T* p1 = Patch(1, patches, offset);
            T* p2 = Patch(2, patches, offset);
            T* p3 = Patch(3, patches, offset);
            T* p4 = Patch(4, patches, offset);
            T* p5 = Patch(5, patches, offset);
            T* p6 = Patch(6, patches, offset);
            T* p7 = Patch(7, patches, offset);
            T* p8 = Patch(8, patches, offset);
            T* p9 = Patch(9, patches, offset);
            T* p10 = Patch(10, patches, offset);
            T* p11 = Patch(11, patches, offset);
            for (nint i = 0; i < runLength; i++, a += TVectors.Value * TLanes.Count)
            {
                TVector upper = TLanes.Load(a);
                TVector lower = TVectors.Value > 1 ? TLanes.Load(a + TLanes.Count) : default;
                Accumulate(0, upper, lower, p0 + i, ref a0, ref b0);
                Accumulate(1, upper, lower, p1 + i, ref a1, ref b1);
                Accumulate(2, upper, lower, p2 + i, ref a2, ref b2);
                Accumulate(3, upper, lower, p3 + i, ref a3, ref b3);
                Accumulate(4, upper, lower, p4 + i, ref a4, ref b4);
                Accumulate(5, upper, lower, p5 + i, ref a5, ref b5);
                Accumulate(6, upper, lower, p6 + i, ref a6, ref b6);
                Accumulate(7, upper, lower, p7 + i, ref a7, ref b7);
                Accumulate(8, upper, lower, p8 + i, ref a8, ref b8);
                Accumulate(9, upper, lower, p9 + i, ref a9, ref b9);
                Accumulate(10, upper, lower, p10 + i, ref a10, ref b10);
                Accumulate(11, upper, lower, p11 + i, ref a11, ref b11);
            }
        }

        Store(0, c, stepC, a0, b0);
        Store(1, c, stepC, a1, b1);
        Store(2, c, stepC, a2, b2);
        Store(3, c, stepC, a3, b3);
        Store(4, c, stepC, a4, b4);
        Store(5, c, stepC, a5, b5);
        Store(6, c, stepC, a6, b6);
        Store(7, c, stepC, a7, b7);
        Store(8, c, stepC, a8, b8);
        Store(9, c, stepC, a9, b9);
        Store(10, c, stepC, a10, b10);
        Store(11, c, stepC, a11, b11);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* Patch(int column, T** patches, nint offset) => column < TColumns.Value ? patches[column] + offset : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(int column, TVector upper, TVector lower, T* b, ref TVector upperSum, ref TVector lowerSum)
    {
        if (column >= TColumns.Value)
            return;
        TVector factor = TLanes.LoadBroadcast(b);
        upperSum = TLanes.MultiplyAdd(upper, factor, upperSum);
        if (TVectors.Value > 1)
            lowerSum = TLanes.MultiplyAdd(lower, factor, lowerSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int column, T* c, nint stepC, TVector upper, TVector lower)
    {
        if (column >= TColumns.Value)
            return;
        TLanes.Store(c + (column * stepC), upper);
        if (TVectors.Value > 1)
            TLanes.Store(c + (column * stepC) + TLanes.Count, lower);
    }
}
