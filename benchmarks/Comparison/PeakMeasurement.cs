using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralNet.Comparison;

/// <summary>The multiply-adds that one core can do: ten chains that wait for nothing but themselves, in the widest vectors there are.</summary>
internal static class PeakMeasurement
{
    private const int Iterations = 100_000;

    /// <summary>GFLOP/s of float32 on one core, the best of many short rounds: the runtime compiles the loop in its final form only after some.</summary>
    public static double Single()
    {
        double best = 0;
        for (var watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 1500;)
            best = Math.Max(best, Vector512.IsHardwareAccelerated ? Run512() : Run256());
        return best;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Run512()
    {
        var factor = Vector512.Create(0.999f);
        var addend = Vector512.Create(0.001f);
        Vector512<float> a = addend, b = addend, c = addend, d = addend, e = addend, f = addend, g = addend, h = addend, i = addend, j = addend;
        var watch = Stopwatch.StartNew();
        for (int n = 0; n < Iterations; n++)
        {
            a = Vector512.FusedMultiplyAdd(a, factor, addend);
            b = Vector512.FusedMultiplyAdd(b, factor, addend);
            c = Vector512.FusedMultiplyAdd(c, factor, addend);
            d = Vector512.FusedMultiplyAdd(d, factor, addend);
            e = Vector512.FusedMultiplyAdd(e, factor, addend);
            f = Vector512.FusedMultiplyAdd(f, factor, addend);
            g = Vector512.FusedMultiplyAdd(g, factor, addend);
            h = Vector512.FusedMultiplyAdd(h, factor, addend);
            i = Vector512.FusedMultiplyAdd(i, factor, addend);
            j = Vector512.FusedMultiplyAdd(j, factor, addend);
        }

        double seconds = watch.Elapsed.TotalSeconds;
        Keep(Vector512.Sum(a + b + c + d + e + f + g + h + i + j));
        return 2.0 * Vector512<float>.Count * 10 * Iterations / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double Run256()
    {
        var factor = Vector256.Create(0.999f);
        var addend = Vector256.Create(0.001f);
        Vector256<float> a = addend, b = addend, c = addend, d = addend, e = addend, f = addend, g = addend, h = addend, i = addend, j = addend;
        var watch = Stopwatch.StartNew();
        for (int n = 0; n < Iterations; n++)
        {
            a = Vector256.FusedMultiplyAdd(a, factor, addend);
            b = Vector256.FusedMultiplyAdd(b, factor, addend);
            c = Vector256.FusedMultiplyAdd(c, factor, addend);
            d = Vector256.FusedMultiplyAdd(d, factor, addend);
            e = Vector256.FusedMultiplyAdd(e, factor, addend);
            f = Vector256.FusedMultiplyAdd(f, factor, addend);
            g = Vector256.FusedMultiplyAdd(g, factor, addend);
            h = Vector256.FusedMultiplyAdd(h, factor, addend);
            i = Vector256.FusedMultiplyAdd(i, factor, addend);
            j = Vector256.FusedMultiplyAdd(j, factor, addend);
        }

        double seconds = watch.Elapsed.TotalSeconds;
        Keep(Vector256.Sum(a + b + c + d + e + f + g + h + i + j));
        return 2.0 * Vector256<float>.Count * 10 * Iterations / seconds / 1e9;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Keep<T>(T value)
        where T : INumber<T> => GC.KeepAlive(T.Zero == value ? "" : null);
}
