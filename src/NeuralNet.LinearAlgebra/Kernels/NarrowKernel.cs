using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes the columns of C for one packed panel of a matrix of few columns, with A and C stored by columns: registers hold values of
/// several rows, and the values of the panel are broadcast.
/// </summary>
/// <remarks>The order of the sums is that of <see cref="PanelKernel{T, TVector, TLanes, TRows}"/>.</remarks>
internal static unsafe class NarrowKernel<T, TVector, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Computes C ← start + A·panel.</summary>
    /// <param name="depth">The number of products that are summed, which is the number of columns of A.</param>
    /// <param name="columns">The number of columns of C.</param>
    /// <param name="a">The columns of A.</param>
    /// <param name="rows">The number of rows, a multiple of two registers, which is also the distance from one column to the next.</param>
    /// <param name="panel">The panel, which is two registers wide.</param>
    /// <param name="start">The value that the sums of each column begin with.</param>
    /// <param name="c">The columns of C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint depth, nint columns, T* a, nint rows, T* panel, T* start, T* c)
    {
        for (; columns > 1; columns -= 4, panel += 4, start += 4, c += 4 * rows)
            FourColumns(depth, nint.Min(columns, 4) - 1, a, rows, panel, start, c);
        if (columns == 1)
            OneColumn(depth, a, rows, panel, start, c);
    }

    /// <summary>Computes four columns; those after the last one are not written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns(nint depth, nint last, T* a, nint rows, T* panel, T* start, T* c)
    {
        for (nint row = 0; row < rows; row += 2 * TLanes.Count)
        {
            TVector u0 = TLanes.LoadBroadcast(start), u1 = TLanes.LoadBroadcast(start + 1);
            TVector u2 = TLanes.LoadBroadcast(start + 2), u3 = TLanes.LoadBroadcast(start + 3);
            TVector l0 = u0, l1 = u1, l2 = u2, l3 = u3;
            T* from = a + row;
            T* factors = panel;
            for (nint p = depth; p > 0; p--, from += rows, factors += 2 * TLanes.Count)
            {
                TVector upper = TLanes.Load(from), lower = TLanes.Load(from + TLanes.Count);
                Accumulate(upper, lower, factors, ref u0, ref l0);
                Accumulate(upper, lower, factors + 1, ref u1, ref l1);
                Accumulate(upper, lower, factors + 2, ref u2, ref l2);
                Accumulate(upper, lower, factors + 3, ref u3, ref l3);
            }

            T* to = c + row;
            Store(to, u0, l0);
            Store(to + rows, u1, l1);
            if (last > 1)
                Store(to + (2 * rows), u2, l2);
            if (last > 2)
                Store(to + (3 * rows), u3, l3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneColumn(nint depth, T* a, nint rows, T* panel, T* start, T* c)
    {
        for (nint row = 0; row < rows; row += 2 * TLanes.Count)
        {
            TVector upper = TLanes.LoadBroadcast(start), lower = upper;
            T* from = a + row;
            T* factors = panel;
            for (nint p = depth; p > 0; p--, from += rows, factors += 2 * TLanes.Count)
                Accumulate(TLanes.Load(from), TLanes.Load(from + TLanes.Count), factors, ref upper, ref lower);
            Store(c + row, upper, lower);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(TVector upper, TVector lower, T* factor, ref TVector upperSum, ref TVector lowerSum)
    {
        TVector broadcast = TLanes.LoadBroadcast(factor);
        upperSum = TLanes.MultiplyAdd(upper, broadcast, upperSum);
        lowerSum = TLanes.MultiplyAdd(lower, broadcast, lowerSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* c, TVector upper, TVector lower)
    {
        TLanes.Store(c, upper);
        TLanes.Store(c + TLanes.Count, lower);
    }
}
