using System.Numerics;
using System.Runtime.CompilerServices;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Computes A·b for rows of A, eight registers or one register at a time; every element of A is read once, in one long stream.
/// </summary>
internal static unsafe class ColumnKernel<T, TVector, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Writes the sums of the first <paramref name="rows"/> rows, whole registers, to <paramref name="sums"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(nint depth, T* a, nint stepA, T* b, nint stepB, nint rows, T* sums)
    {
        for (; rows >= 8 * TLanes.Count; rows -= 8 * TLanes.Count, a += 8 * TLanes.Count, sums += 8 * TLanes.Count)
            EightRegisters(depth, a, stepA, b, stepB, sums);
        for (; rows > 0; rows -= TLanes.Count, a += TLanes.Count, sums += TLanes.Count)
            OneRegister(depth, a, stepA, b, stepB, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightRegisters(nint depth, T* a, nint stepA, T* b, nint stepB, T* sums)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (; depth > 0; depth--, a += stepA, b += stepB)
        {
            TVector factor = TLanes.LoadBroadcast(b);
            s0 = TLanes.MultiplyAdd(TLanes.Load(a), factor, s0);
            s1 = TLanes.MultiplyAdd(TLanes.Load(a + TLanes.Count), factor, s1);
            s2 = TLanes.MultiplyAdd(TLanes.Load(a + (2 * TLanes.Count)), factor, s2);
            s3 = TLanes.MultiplyAdd(TLanes.Load(a + (3 * TLanes.Count)), factor, s3);
            s4 = TLanes.MultiplyAdd(TLanes.Load(a + (4 * TLanes.Count)), factor, s4);
            s5 = TLanes.MultiplyAdd(TLanes.Load(a + (5 * TLanes.Count)), factor, s5);
            s6 = TLanes.MultiplyAdd(TLanes.Load(a + (6 * TLanes.Count)), factor, s6);
            s7 = TLanes.MultiplyAdd(TLanes.Load(a + (7 * TLanes.Count)), factor, s7);
        }

        TLanes.Store(sums, s0);
        TLanes.Store(sums + TLanes.Count, s1);
        TLanes.Store(sums + (2 * TLanes.Count), s2);
        TLanes.Store(sums + (3 * TLanes.Count), s3);
        TLanes.Store(sums + (4 * TLanes.Count), s4);
        TLanes.Store(sums + (5 * TLanes.Count), s5);
        TLanes.Store(sums + (6 * TLanes.Count), s6);
        TLanes.Store(sums + (7 * TLanes.Count), s7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OneRegister(nint depth, T* a, nint stepA, T* b, nint stepB, T* sums)
    {
        TVector sum = default;
        for (; depth > 0; depth--, a += stepA, b += stepB)
            sum = TLanes.MultiplyAdd(TLanes.Load(a), TLanes.LoadBroadcast(b), sum);
        TLanes.Store(sums, sum);
    }
}
