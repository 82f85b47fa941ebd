using BenchmarkDotNet.Attributes;

namespace NeuralNet.Benchmarks;

/// <summary>The parts of a training step: forward, backward, optimizer.</summary>
[MemoryDiagnoser]
public class PassBenchmarks
{
    private readonly Optimizer optimizer = new Adam();
    private ExecutionPlan plan = null!;
    private OptimizerState state = null!;

    [Params("2-8-1", "784-128-10", "784-512-512-10")]
    public string Layers { get; set; } = "";

    [Params(32)]
    public int Batch { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Sequential model = Networks.Make(Layers, optimizer);
        state = new OptimizerState(optimizer);
        state.Train(model.Parameters);
        plan = new ExecutionPlan(model.Graph, Batch, new PlanOptions { Gradients = state.Gradients });
    }

    [Benchmark]
    public void Forward() => plan.Forward(isTraining: true);

    [Benchmark]
    public void Backward() => plan.Backward();

    [Benchmark]
    public void AdamUpdate() => optimizer.Apply(state);
}
