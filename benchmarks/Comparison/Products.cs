using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MathNet.Numerics.Providers.LinearAlgebra;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Comparison;

/// <summary>Compares matrix products of this library and of OpenBLAS in alternating rounds, by medians.</summary>
internal sealed class Products(BlasLinearAlgebraProvider blas, double secondsPerProduct)
{
    private const int Turns = 2;

    // OpenBLAS's threads spin for some 30 milliseconds after a product, which would slow down the next one.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);

    private readonly SimdLinearAlgebraProvider simd = new();

    public sealed record Result(ProductShape Shape, string Type, int Threads, double Own, double Blas)
    {
        public double Ratio => Own / Blas;
    }

    public IEnumerable<Result> Measure(int threads)
    {
        WorkerPoolThreads(threads);
        foreach (ProductShape shape in ProductShape.Table)
            yield return MeasureSingle(shape, threads);
        foreach (ProductShape shape in ProductShape.Table)
            yield return MeasureDouble(shape, threads);
        WorkerPoolThreads(Environment.ProcessorCount);
    }

    private Result MeasureSingle(ProductShape shape, int threads)
    {
        float[] a = Random(shape.M * shape.K, value => (float)value), b = Random(shape.K * shape.N, value => (float)value),
            c = new float[shape.M * shape.N];
        return Compare(shape, "float", threads, provider => Multiply(provider, shape, a, b, c));
    }

    private Result MeasureDouble(ProductShape shape, int threads)
    {
        double[] a = Random(shape.M * shape.K, value => value), b = Random(shape.K * shape.N, value => value),
            c = new double[shape.M * shape.N];
        return Compare(shape, "double", threads, provider => Multiply(provider, shape, a, b, c));
    }

    private Result Compare(ProductShape shape, string type, int threads, Action<ILinearAlgebraProvider> multiply)
    {
        int count = (int)Math.Max(1, 1e-3 / (shape.FloatingPointOperations / (50e9 * threads)));
        List<double> own = [], theirs = [];
        for (int turn = 0; turn < Turns; turn++)
        {
            Measure(simd, own);
            Measure(blas, theirs);
            Thread.Sleep(Pause);
        }

        double gigaflops = shape.FloatingPointOperations * count / 1e9;
        return new Result(shape, type, threads, gigaflops / Statistics.Median(own), gigaflops / Statistics.Median(theirs));

        void Measure(ILinearAlgebraProvider provider, List<double> times)
        {
            Time(provider);
            var watch = Stopwatch.StartNew();
            do
                times.Add(Time(provider));
            while (watch.Elapsed.TotalSeconds < secondsPerProduct / Turns);
        }

        double Time(ILinearAlgebraProvider provider)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
                multiply(provider);
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }

    // Row-major C = op(A)·op(B) is column-major Cᵀ = op(B)ᵀ·op(A)ᵀ on the same arrays.
    private static void Multiply(ILinearAlgebraProvider provider, ProductShape s, float[] a, float[] b, float[] c) =>
        provider.MatrixMultiplyWithUpdate(s.TransposeB, s.TransposeA, 1f, b, Rows(s.TransposeB, s.N, s.K), Rows(s.TransposeB, s.K, s.N),
            a, Rows(s.TransposeA, s.K, s.M), Rows(s.TransposeA, s.M, s.K), 0f, c);

    private static void Multiply(ILinearAlgebraProvider provider, ProductShape s, double[] a, double[] b, double[] c) =>
        provider.MatrixMultiplyWithUpdate(s.TransposeB, s.TransposeA, 1d, b, Rows(s.TransposeB, s.N, s.K), Rows(s.TransposeB, s.K, s.N),
            a, Rows(s.TransposeA, s.K, s.M), Rows(s.TransposeA, s.M, s.K), 0d, c);

    private static int Rows(Transpose transpose, int plain, int transposed) => transpose == Transpose.DontTranspose ? plain : transposed;

    private static T[] Random<T>(int length, Func<double, T> convert)
    {
        var random = new RandomStream(1);
        var values = new T[length];
        for (int i = 0; i < length; i++)
            values[i] = convert(random.NextDouble() - 0.5);
        return values;
    }

    private void WorkerPoolThreads(int threads)
    {
        Compute.DegreeOfParallelism = threads;
        if (NativeLibrary.TryLoad(blas.LibraryName, out nint library)
            && NativeLibrary.TryGetExport(library, "openblas_set_num_threads", out nint set))
            Marshal.GetDelegateForFunctionPointer<SetThreads>(set)(threads);
        else
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{blas.LibraryName} cannot be told its number of threads "
                + $"({threads})."));
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetThreads(int threads);
}
