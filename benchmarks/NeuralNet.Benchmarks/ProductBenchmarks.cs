using System.Globalization;
using BenchmarkDotNet.Attributes;
using MathNet.Numerics.Providers.LinearAlgebra;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Benchmarks;

/// <summary>Compares matrix products of the SIMD provider and of MathNet's managed provider, in the shapes of layers.</summary>
[MemoryDiagnoser]
public class ProductBenchmarks
{
    private readonly SimdLinearAlgebraProvider simd = new();
    private float[] a = [], b = [], c = [];

    [Params("4x8x2", "32x10x128", "32x128x784", "128x512x784", "512x784x128", "512x512x512", "1024x1024x1024", "1x128x784")]
    public string Shape { get; set; } = "";

    private int M { get; set; }

    private int N { get; set; }

    private int K { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(size => int.Parse(size, CultureInfo.InvariantCulture))];
        (M, N, K) = (sizes[0], sizes[1], sizes[2]);
        (a, b, c) = (new float[M * K], new float[K * N], new float[M * N]);
        Array.Fill(a, 0.5f);
        Array.Fill(b, 0.25f);
    }

    [Benchmark]
    public void Simd() => Multiply(simd);

    [Benchmark(Baseline = true)]
    public void MathNetManaged() => Multiply(ManagedLinearAlgebraProvider.Instance);

    private void Multiply(ILinearAlgebraProvider provider) => provider.MatrixMultiplyWithUpdate(
        Transpose.DontTranspose, Transpose.DontTranspose, 1f, b, N, K, a, K, M, 0f, c);
}
