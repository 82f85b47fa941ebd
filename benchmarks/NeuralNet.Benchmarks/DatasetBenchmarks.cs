using System.Globalization;
using BenchmarkDotNet.Attributes;

namespace NeuralNet.Benchmarks;

/// <summary>
/// Measures Fit on data sets against Fit on tensors, where the samples are ready, so that only the library's own work is added. The time is
/// that of a step.
/// </summary>
[MemoryDiagnoser]
public class DatasetBenchmarks
{
    private const int Steps = 500;

    private readonly string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
    private Sequential model = null!;
    private Tensor x = null!, y = null!;
    private Dataset samples = null!, batches = null!, cache = null!;
    private int batch;

    [Params("4-16-3 x32", "784-128-10 x32")]
    public string Network { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        string[] parts = Network.Split(" x");
        batch = int.Parse(parts[1], CultureInfo.InvariantCulture);
        model = Networks.Make(parts[0], new Adam());
        (x, y) = Networks.MakeData(model, batch * Steps);
        var rows = Dataset.From(x, y);
        samples = Dataset.From([.. rows.Elements()]).Batch(batch).Prefetch();
        batches = Dataset.From([.. rows.Batch(batch).Elements()], isBatched: true).Prefetch();
        cache = rows.Cache(file).Shuffle().Batch(batch);
        Cache();
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(file);

    [Benchmark(Baseline = true, OperationsPerInvoke = Steps)]
    public History Tensors() => model.Fit(x, y, batch, verbose: Verbosity.Silent);

    [Benchmark(OperationsPerInvoke = Steps)]
    public History PrefetchedSamples() => Fit(samples);

    [Benchmark(OperationsPerInvoke = Steps)]
    public History PrefetchedBatches() => Fit(batches);

    [Benchmark(OperationsPerInvoke = Steps)]
    public History Cache() => Fit(cache);

    private History Fit(Dataset data) => model.Fit(data, new FitOptions { Verbose = Verbosity.Silent });
}
