using BenchmarkDotNet.Attributes;

namespace NeuralNet.Benchmarks;

/// <summary>A training step of a block of a transformer: width 128, 4 heads, 256 units, sequences of 64 steps, Adam.</summary>
[MemoryDiagnoser]
public class TransformerBenchmarks
{
    private readonly Optimizer optimizer = new Adam();
    private ExecutionPlan plan = null!;
    private OptimizerState state = null!;

    [Params(32)]
    public int Batch { get; set; }

    [Params(64)]
    public int Steps { get; set; }

    [Params("relu", "gelu")]
    public string Activation { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        Sequential model = new Sequential([Steps, 128], seed: 1).TransformerEncoder(256, 4, activation: Activation);
        state = new OptimizerState(optimizer);
        state.Train(model.Parameters);
        plan = new ExecutionPlan(model.Graph, Batch, new PlanOptions { Gradients = state.Gradients, DifferentiatesInputs = true });
        var random = new RandomStream(1);
        foreach (ref float value in plan.Inputs[0].AsSpan())
            value = (float)random.NextNormal();
    }

    [Benchmark]
    public void TrainingStep()
    {
        plan.Forward(isTraining: true);
        plan.Outputs[0].AsSpan().CopyTo(plan.OutputGradients[0]!.AsSpan());
        plan.Backward();
        optimizer.Apply(state);
    }

    [Benchmark]
    public void Forward() => plan.Forward(isTraining: true);

    [Benchmark]
    public void Backward() => plan.Backward();
}
