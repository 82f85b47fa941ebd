using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes a tile of TRows rows of C, two registers wide, from a packed panel of B and rows of A that are read in place.
/// </summary>
/// <remarks>
/// The accumulators are named by register and row, one local each, for the reason given at
/// <see cref="TileKernel{T, TVector, TLanes, TVectors, TColumns}"/>. Every element is summed in the order of the depth, beginning with its
/// start value: results do not depend on the tile or on the slices of the depth.
/// </remarks>
internal static unsafe class PanelKernel<T, TVector, TLanes, TRows>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TRows : struct, ITileSize
{
    /// <summary>Computes C ← start + A·panel.</summary>
    /// <param name="depth">The number of products that are summed.</param>
    /// <param name="panel">The panel: two registers of one row of B after the other.</param>
    /// <param name="a">The rows of A.</param>
    /// <param name="strideA">The distance from one row of A to the next.</param>
    /// <param name="start">The values that the sums begin with; they may be those of C.</param>
    /// <param name="strideStart">The distance from one row of start values to the next; 0 if all rows begin with the same values.</param>
    /// <param name="c">The tile.</param>
    /// <param name="strideC">The distance from one row of C to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint depth, T* panel, T* a, nint strideA, T* start, nint strideStart, T* c, nint strideC)
    {
        TVector l0 = default, l1 = default, l2 = default, l3 = default, l4 = default, l5 = default;
        TVector r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default;
        Begin(0, start, strideStart, ref l0, ref r0);
        Begin(1, start, strideStart, ref l1, ref r1);
        Begin(2, start, strideStart, ref l2, ref r2);
        Begin(3, start, strideStart, ref l3, ref r3);
        Begin(4, start, strideStart, ref l4, ref r4);
        Begin(5, start, strideStart, ref l5, ref r5);
        T* a1 = a + strideA;
        T* a2 = a1 + strideA;
        T* a3 = a2 + strideA;
        T* a4 = a3 + strideA;
        T* a5 = a4 + strideA;
        for (nint p = 0; p < depth; p++, panel += 2 * TLanes.Count)
        {
            TVector left = TLanes.Load(panel);
            TVector right = TLanes.Load(panel + TLanes.Count);
            Accumulate(0, left, right, a + p, ref l0, ref r0);
            Accumulate(1, left, right, a1 + p, ref l1, ref r1);
            Accumulate(2, left, right, a2 + p, ref l2, ref r2);
            Accumulate(3, left, right, a3 + p, ref l3, ref r3);
            Accumulate(4, left, right, a4 + p, ref l4, ref r4);
            Accumulate(5, left, right, a5 + p, ref l5, ref r5);
        }

        Store(0, c, strideC, l0, r0);
        Store(1, c, strideC, l1, r1);
        Store(2, c, strideC, l2, r2);
        Store(3, c, strideC, l3, r3);
        Store(4, c, strideC, l4, r4);
        Store(5, c, strideC, l5, r5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Begin(int row, T* start, nint stride, ref TVector left, ref TVector right)
    {
        if (row >= TRows.Value)
            return;
        left = TLanes.Load(start + (row * stride));
        right = TLanes.Load(start + (row * stride) + TLanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(int row, TVector left, TVector right, T* a, ref TVector leftSum, ref TVector rightSum)
    {
        if (row >= TRows.Value)
            return;
        TVector factor = TLanes.LoadBroadcast(a);
        leftSum = TLanes.MultiplyAdd(left, factor, leftSum);
        rightSum = TLanes.MultiplyAdd(right, factor, rightSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int row, T* c, nint stride, TVector left, TVector right)
    {
        if (row >= TRows.Value)
            return;
        TLanes.Store(c + (row * stride), left);
        TLanes.Store(c + (row * stride) + TLanes.Count, right);
    }
}
