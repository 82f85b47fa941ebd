using BenchmarkDotNet.Attributes;

namespace NeuralNet.Benchmarks;

/// <summary>
/// Training steps of an embedding of 64 values on 32 rows of 20 tokens: their time is independent of the size of the vocabulary with
/// gradient descent, but not with Adam, whose moments change in every row.
/// </summary>
public class EmbeddingBenchmarks
{
    private const int Steps = 50;

    private Sequential model = null!;
    private Tensor x = null!, y = null!;

    [Params(1_000, 10_000, 100_000)]
    public int Tokens { get; set; }

    [Params("sgd", "adam")]
    public string Optimizer { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        model = new Sequential(20, seed: 1).Embedding(Tokens, 64).GlobalAveragePooling1D().Dense(1);
        model.Compile(Optimizer!, "mse");
        var random = new RandomStream(1);
        x = new Tensor([32 * Steps, 20]);
        y = new Tensor([32 * Steps, 1]);
        foreach (ref float token in x.AsSpan())
            token = random.NextInt32(Tokens);
        foreach (ref float target in y.AsSpan())
            target = random.NextSingle();
    }

    [Benchmark(OperationsPerInvoke = Steps)]
    public History Step() => model.Fit(x, y, 32, verbose: Verbosity.Silent, checkFinite: false);
}
