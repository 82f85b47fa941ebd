using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes dot products of TRows rows of A with columns of B, both contiguous along the depth, four columns at a time in registers.
/// </summary>
/// <remarks>
/// The accumulators are named by column and row, one local each, for the reason given at
/// <see cref="TileKernel{T, TVector, TLanes, TVectors, TColumns}"/>. What does not fill a register at the end of the depth is
/// copied aside and filled up with zeros, so that one loop serves every depth.
/// </remarks>
internal static unsafe class DotKernel<T, TVector, TLanes, TRows>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TRows : struct, ITileSize
{
    private const int Columns = 4;

    /// <summary>Writes the sums of column j to <paramref name="sums"/> from j·TRows on.</summary>
    /// <param name="depth">The length of the dot products.</param>
    /// <param name="a">The rows of A.</param>
    /// <param name="strideA">The distance from one row of A to the next.</param>
    /// <param name="b">The columns of B.</param>
    /// <param name="strideB">The distance from one column of B to the next.</param>
    /// <param name="columns">The number of columns of B.</param>
    /// <param name="sums">The memory of the sums: those of all columns, rounded up to a multiple of four.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint depth, T* a, nint strideA, T* b, nint strideB, nint columns, T* sums)
    {
        T* endA = stackalloc T[(TRows.Value + Columns) * TLanes.Count];
        T* endB = endA + (TRows.Value * TLanes.Count);
        nint whole = depth / TLanes.Count * TLanes.Count;
        CopyEnds(a + whole, strideA, TRows.Value, depth - whole, endA);
        for (; columns > 0; columns -= Columns, b += Columns * strideB, sums += Columns * TRows.Value)
        {
            nint last = nint.Min(columns, Columns) - 1;
            CopyEnds(b + whole, strideB, last + 1, depth - whole, endB);
            FourColumns(depth, a, strideA, b, strideB, last, endA, endB, sums);
        }
    }

    /// <summary>Copies the elements at the end of each row that do not fill a register, and zeros behind them.</summary>
    private static void CopyEnds(T* source, nint stride, nint rows, nint length, T* ends)
    {
        if (length == 0)
            return;
        for (nint row = 0; row < rows; row++, source += stride, ends += TLanes.Count)
        {
            for (nint i = 0; i < TLanes.Count; i++)
                ends[i] = i < length ? source[i] : T.Zero;
        }
    }

    /// <summary>
    /// Computes four columns. Columns beyond <paramref name="last"/> repeat it: computing it again is cheaper than a test at every step.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns(nint depth, T* a, nint strideA, T* b, nint strideB, nint last, T* endA, T* endB, T* sums)
    {
        TVector s00 = default, s01 = default, s02 = default, s03 = default, s04 = default;
        TVector s10 = default, s11 = default, s12 = default, s13 = default, s14 = default;
        TVector s20 = default, s21 = default, s22 = default, s23 = default, s24 = default;
        TVector s30 = default, s31 = default, s32 = default, s33 = default, s34 = default;

        nint steps = depth / TLanes.Count;
        bool hasEnd = depth % TLanes.Count != 0;
        while (true)
        {
            T* b1 = b + (nint.Min(1, last) * strideB);
            T* b2 = b + (nint.Min(2, last) * strideB);
            T* b3 = b + (nint.Min(3, last) * strideB);
            for (; steps > 0; steps--, a += TLanes.Count)
            {
                TVector column0 = TLanes.Load(b);
                TVector column1 = TLanes.Load(b1);
                TVector column2 = TLanes.Load(b2);
                TVector column3 = TLanes.Load(b3);
                b += TLanes.Count;
                b1 += TLanes.Count;
                b2 += TLanes.Count;
                b3 += TLanes.Count;
                Accumulate(0, a, strideA, column0, column1, column2, column3, ref s00, ref s10, ref s20, ref s30);
                Accumulate(1, a, strideA, column0, column1, column2, column3, ref s01, ref s11, ref s21, ref s31);
                Accumulate(2, a, strideA, column0, column1, column2, column3, ref s02, ref s12, ref s22, ref s32);
                Accumulate(3, a, strideA, column0, column1, column2, column3, ref s03, ref s13, ref s23, ref s33);
                Accumulate(4, a, strideA, column0, column1, column2, column3, ref s04, ref s14, ref s24, ref s34);
            }

            if (!hasEnd)
                break;
            a = endA;
            b = endB;
            strideA = strideB = TLanes.Count;
            steps = 1;
            hasEnd = false;
        }

        Store(sums, s00, s01, s02, s03, s04);
        Store(sums + TRows.Value, s10, s11, s12, s13, s14);
        Store(sums + (2 * TRows.Value), s20, s21, s22, s23, s24);
        Store(sums + (3 * TRows.Value), s30, s31, s32, s33, s34);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(
        int row, T* a, nint strideA, TVector column0, TVector column1, TVector column2, TVector column3,
        ref TVector sum0, ref TVector sum1, ref TVector sum2, ref TVector sum3)
    {
        if (row >= TRows.Value)
            return;
        TVector factors = TLanes.Load(a + (row * strideA));
        sum0 = TLanes.MultiplyAdd(factors, column0, sum0);
        sum1 = TLanes.MultiplyAdd(factors, column1, sum1);
        sum2 = TLanes.MultiplyAdd(factors, column2, sum2);
        sum3 = TLanes.MultiplyAdd(factors, column3, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* sums, TVector row0, TVector row1, TVector row2, TVector row3, TVector row4)
    {
        sums[0] = TLanes.Sum(row0);
        if (TRows.Value > 1)
            sums[1] = TLanes.Sum(row1);
        if (TRows.Value > 2)
            sums[2] = TLanes.Sum(row2);
        if (TRows.Value > 3)
            sums[3] = TLanes.Sum(row3);
        if (TRows.Value > 4)
            sums[4] = TLanes.Sum(row4);
    }
}
