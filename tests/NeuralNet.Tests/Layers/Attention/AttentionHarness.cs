namespace NeuralNet.Tests;

/// <summary>Runs an attention with padding masks, all outputs and all gradients.</summary>
internal sealed class AttentionHarness
{
    private readonly LayerGraph graph;
    private readonly ParameterSpace gradients;
    private readonly Tensor[] data;
    private readonly int sequences;

    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="masks">The padding mask of each input, null for one without; inputs beyond the list have none.</param>
    /// <param name="seed">The seed of the weights.</param>
    public AttentionHarness(Layer layer, Tensor[] inputs, Tensor?[] masks, int seed = 1)
    {
        Layer = layer;
        sequences = inputs.Length;
        var ends = new List<Input>(inputs.Select(input => new Input(input.Shape.WithoutBatch())));
        var tensors = new List<Tensor>(inputs);
        var nodes = new List<Node>(ends);
        for (int i = 0; i < masks.Length; i++)
        {
            if (masks[i] is not { } mask)
                continue;
            ends.Add(new Input(mask.Shape.WithoutBatch()));
            tensors.Add(mask);
            nodes[i] = nodes[i].Merge(new Masked(), ends[^1]);
        }

        data = [.. tensors];
        graph = LayerGraph.Between(ends, nodes[0].Merge(layer, [.. nodes.Skip(1)]).Outputs);
        graph.Initialize(seed);
        gradients = new ParameterSpace([.. graph.Parameters.Where(parameter => parameter.IsTrainable)]);
        Plan = NewPlan();
    }

    public Layer Layer { get; }

    public ExecutionPlan Plan { get; }

    public IReadOnlyList<Tensor> Outputs => Plan.Outputs;

    public Parameter Parameter(string name) => Layer.Parameters.Single(parameter => parameter.ShortName == name);

    public Tensor Gradient(Parameter parameter) => gradients.Of(parameter)!.Values;

    public Tensor InputGradient(int input) => Plan.InputGradients[input]!;

    public int InputCount => sequences;

    public ExecutionPlan NewPlan() => new(
        graph, data[0].Rows, new PlanOptions { Gradients = gradients, DifferentiatesInputs = true });

    public void Forward(bool isTraining = false, long step = 0)
    {
        for (int i = 0; i < data.Length; i++)
            data[i].AsSpan().CopyTo(Plan.Inputs[i].AsSpan());
        Plan.Forward(isTraining, seed: 5, step);
    }

    public void Backward(params ReadOnlySpan<Tensor> upstreams)
    {
        for (int i = 0; i < upstreams.Length; i++)
            upstreams[i].AsSpan().CopyTo(Plan.OutputGradients[i]!.AsSpan());
        Plan.Backward();
    }
}
