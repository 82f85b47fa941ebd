using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Comparison;

/// <summary>Measures the peak rate of multiply-adds of one core: ten independent chains in the widest registers.</summary>
internal static class PeakMeasurement
{
    private const int Chains = 10;
    private const int Iterations = 100_000;

    /// <summary>Returns the GFLOP/s of one core as the best of many short rounds, some of which other programs may slow down.</summary>
    public static double OneCore<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
            return OneCore<T, Vector512<T>, Lanes512<T>>();
        return Vector256.IsHardwareAccelerated ? OneCore<T, Vector256<T>, Lanes256<T>>() : OneCore<T, Vector128<T>, Lanes128<T>>();
    }

    private static double OneCore<T, TVector, TLanes>()
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TimeSpan fastest = TimeSpan.MaxValue;
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 500;)
        {
            long start = Stopwatch.GetTimestamp();
            T sum = MultiplyAdd<T, TVector, TLanes>(T.CreateChecked(0.999), T.CreateChecked(0.001));
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            fastest = time < fastest && sum > T.Zero ? time : fastest;
        }

        return 2.0 * TLanes.Count * Chains * Iterations / fastest.TotalSeconds / 1e9;
    }

    /// <summary>Runs the loop without calls, across which the chains would have to be stored in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T MultiplyAdd<T, TVector, TLanes>(T factorValue, T addendValue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVector : unmanaged
        where TLanes : struct, ILanes<T, TVector>
    {
        TVector factor = TLanes.Broadcast(factorValue), addend = TLanes.Broadcast(addendValue);
        TVector a = addend, b = addend, c = addend, d = addend, e = addend, f = addend, g = addend, h = addend, i = addend, j = addend;
        for (int n = 0; n < Iterations; n++)
        {
            a = TLanes.MultiplyAdd(a, factor, addend);
            b = TLanes.MultiplyAdd(b, factor, addend);
            c = TLanes.MultiplyAdd(c, factor, addend);
            d = TLanes.MultiplyAdd(d, factor, addend);
            e = TLanes.MultiplyAdd(e, factor, addend);
            f = TLanes.MultiplyAdd(f, factor, addend);
            g = TLanes.MultiplyAdd(g, factor, addend);
            h = TLanes.MultiplyAdd(h, factor, addend);
            i = TLanes.MultiplyAdd(i, factor, addend);
            j = TLanes.MultiplyAdd(j, factor, addend);
        }

        TVector upper = TLanes.Add(TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d)), e);
        TVector lower = TLanes.Add(TLanes.Add(TLanes.Add(f, g), TLanes.Add(h, i)), j);
        return TLanes.Sum(TLanes.Add(upper, lower));
    }
}
