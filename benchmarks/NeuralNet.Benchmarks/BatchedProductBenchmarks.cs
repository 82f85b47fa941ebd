using BenchmarkDotNet.Attributes;
using NeuralNet.LinearAlgebra;

namespace NeuralNet.Benchmarks;

/// <summary>The products of attention: 128 scores of queries by keys, heads side by side in rows, as one batch and one by one.</summary>
[MemoryDiagnoser]
public class BatchedProductBenchmarks
{
    private const int Batch = 128, Steps = 64, Width = 32;

    private readonly SimdLinearAlgebraProvider simd = new();
    private readonly float[] queries = new float[Steps * Batch * Width], keys = new float[Steps * Batch * Width];
    private readonly float[] scores = new float[Batch * Steps * Steps];

    private MatrixOperand Queries => new(queries, 0, Steps, Width, Batch * Width, BatchStride: Width);

    private MatrixOperand Keys => new(keys, 0, Steps, Width, Batch * Width, IsTransposed: true, BatchStride: Width);

    private MatrixOperand Scores => new(scores, 0, Steps, Steps, Steps, BatchStride: Steps * Steps);

    [GlobalSetup]
    public void Setup()
    {
        Array.Fill(queries, 0.5f);
        Array.Fill(keys, 0.25f);
    }

    [Benchmark]
    public void OneBatch() => simd.Multiply(Queries, Keys, Scores, 0, Batch);

    [Benchmark(Baseline = true)]
    public void OneByOne()
    {
        MatrixOperand a = Queries, b = Keys, c = Scores;
        for (int i = 0; i < Batch; i++)
            simd.Multiply(a with { Offset = i * Width }, b with { Offset = i * Width }, c with { Offset = i * Steps * Steps });
    }
}
