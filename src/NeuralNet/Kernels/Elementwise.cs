using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>A function of one number, applied to the elements of a vector.</summary>
internal interface IUnaryFunction
{
    Vector<float> Apply(Vector<float> x);
}

/// <summary>A function of two numbers, applied to the elements of two vectors.</summary>
internal interface IBinaryFunction
{
    Vector<float> Apply(Vector<float> x, Vector<float> y);
}

/// <summary>
/// Vectorized loops that are written once for all element-wise functions. The last vector ends where the spans end and may overlap
/// the one before it; spans shorter than a vector are padded with zeros, whose results are dropped.
/// </summary>
internal static class Elementwise
{
    /// <summary>Computes destination[i] = f(x[i]). The two may be the same memory.</summary>
    public static void Map<TFunction>(ReadOnlySpan<float> x, Span<float> destination, TFunction function)
        where TFunction : struct, IUnaryFunction =>
        Map(x, x, destination, new OfFirst<TFunction>(function));

    /// <summary>Computes destination[i] = f(x[i], y[i]). The destination may be the memory of x or y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Map<TFunction>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination, TFunction function)
        where TFunction : struct, IBinaryFunction
    {
        y = y[..x.Length];
        destination = destination[..x.Length];
        int width = Vector<float>.Count, last = x.Length - width;
        if (last < 0)
        {
            PartialVector.Store(function.Apply(PartialVector.Load(x), PartialVector.Load(y)), destination);
            return;
        }

        ref float xs = ref MemoryMarshal.GetReference(x), ys = ref MemoryMarshal.GetReference(y);
        ref float results = ref MemoryMarshal.GetReference(destination);
        Vector<float> end = function.Apply(Load(ref xs, last), Load(ref ys, last));
        for (int i = 0; i < last; i += width)
            function.Apply(Load(ref xs, i), Load(ref ys, i)).StoreUnsafe(ref results, (nuint)i);
        end.StoreUnsafe(ref results, (nuint)last);
    }

    /// <summary>Computes Σ f(x[i], y[i]), summed in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum<TFunction>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, TFunction function)
        where TFunction : struct, IBinaryFunction
    {
        y = y[..x.Length];
        int width = Vector<float>.Count, last = x.Length - width, i = 0;
        if (last < 0)
            return Vector.Sum(Widen(FirstOf(function.Apply(PartialVector.Load(x), PartialVector.Load(y)), x.Length)));

        ref float xs = ref MemoryMarshal.GetReference(x), ys = ref MemoryMarshal.GetReference(y);
        Vector<double> sum = Vector<double>.Zero;
        for (; i <= last; i += width)
            sum += Widen(function.Apply(Load(ref xs, i), Load(ref ys, i)));
        if (i < x.Length)
            sum += Widen(LastOf(function.Apply(Load(ref xs, last), Load(ref ys, last)), x.Length - i));
        return Vector.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float source, int index) => Vector.LoadUnsafe(ref source, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Widen(Vector<float> values)
    {
        Vector.Widen(values, out Vector<double> lower, out Vector<double> upper);
        return lower + upper;
    }

    private static Vector<float> FirstOf(Vector<float> values, int count) =>
        Vector.ConditionalSelect(Vector.LessThan(Vector<int>.Indices, new Vector<int>(count)), values, Vector<float>.Zero);

    private static Vector<float> LastOf(Vector<float> values, int count) =>
        Vector.ConditionalSelect(
            Vector.LessThan(Vector<int>.Indices, new Vector<int>(Vector<float>.Count - count)), Vector<float>.Zero, values);

    private readonly struct OfFirst<TFunction>(TFunction function) : IBinaryFunction
        where TFunction : struct, IUnaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> x, Vector<float> y) => function.Apply(x);
    }
}
