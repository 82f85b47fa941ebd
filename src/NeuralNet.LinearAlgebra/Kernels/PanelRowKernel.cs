using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes a single row of C from four packed panels of B at a time: eight registers hide the latency of the additions, and each panel is
/// read once, in order, which memory delivers fastest.
/// </summary>
/// <remarks>The order of the sums is that of <see cref="PanelKernel{T, TVector, TLanes, TRows}"/>.</remarks>
internal static unsafe class PanelRowKernel<T, TVector, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Computes c ← start + a·B for the columns of four panels.</summary>
    /// <param name="depth">The number of products that are summed.</param>
    /// <param name="panel">The first panel.</param>
    /// <param name="panelLength">The distance from one panel to the next.</param>
    /// <param name="a">The row of A.</param>
    /// <param name="start">The values that the sums begin with.</param>
    /// <param name="c">The row of C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint depth, T* panel, nint panelLength, T* a, T* start, T* c)
    {
        T* panel1 = panel + panelLength;
        T* panel2 = panel1 + panelLength;
        T* panel3 = panel2 + panelLength;
        TVector s0 = TLanes.Load(start), s1 = TLanes.Load(start + TLanes.Count);
        TVector s2 = TLanes.Load(start + (2 * TLanes.Count)), s3 = TLanes.Load(start + (3 * TLanes.Count));
        TVector s4 = TLanes.Load(start + (4 * TLanes.Count)), s5 = TLanes.Load(start + (5 * TLanes.Count));
        TVector s6 = TLanes.Load(start + (6 * TLanes.Count)), s7 = TLanes.Load(start + (7 * TLanes.Count));
        nint at = 0;
        for (nint p = 0; p < depth; p++, at += 2 * TLanes.Count)
        {
            TVector factor = TLanes.LoadBroadcast(a + p);
            s0 = TLanes.MultiplyAdd(TLanes.Load(panel + at), factor, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(panel + at + TLanes.Count), factor, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(panel1 + at), factor, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(panel1 + at + TLanes.Count), factor, s3);
            s4 = TLanes.MultiplyAdd(TLanes.Load(panel2 + at), factor, s4);
            s5 = TLanes.MultiplyAdd(TLanes.Load(panel2 + at + TLanes.Count), factor, s5);
            s6 = TLanes.MultiplyAdd(TLanes.Load(panel3 + at), factor, s6);
            s7 = TLanes.MultiplyAdd(TLanes.Load(panel3 + at + TLanes.Count), factor, s7);
        }

        TLanes.Store(c, s0);
        TLanes.Store(c + TLanes.Count, s1);
        TLanes.Store(c + (2 * TLanes.Count), s2);
        TLanes.Store(c + (3 * TLanes.Count), s3);
        TLanes.Store(c + (4 * TLanes.Count), s4);
        TLanes.Store(c + (5 * TLanes.Count), s5);
        TLanes.Store(c + (6 * TLanes.Count), s6);
        TLanes.Store(c + (7 * TLanes.Count), s7);
    }
}
