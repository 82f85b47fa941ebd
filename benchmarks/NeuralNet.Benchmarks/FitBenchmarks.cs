using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace NeuralNet.Benchmarks;

/// <summary>
/// Measures whole epochs of Fit; the time of a step is that time divided by <see cref="Steps"/>. Allocations are those of a Fit, not of a
/// step.
/// </summary>
[MemoryDiagnoser]
public class FitBenchmarks
{
    private const int Steps = 100;

    private Sequential model = null!;
    private Tensor x = null!, y = null!;
    private int batch;

    [Params("2-8-1 x4", "2-5-1 x32", "4-16-3 x16", "784-128-10 x32", "784-512-512-10 x128")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        string[] parts = Network.Split(" x");
        batch = int.Parse(parts[1], CultureInfo.InvariantCulture);
        model = Networks.Make(parts[0], new Adam());
        (x, y) = Networks.MakeData(model, batch * Steps);
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public History Step() => model.Fit(x, y, batch, verbose: Verbosity.Silent, checkFinite: false);
}
