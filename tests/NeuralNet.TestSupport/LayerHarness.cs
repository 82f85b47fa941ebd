namespace NeuralNet.TestSupport;

/// <summary>Runs one layer by itself, through the same graph and plan as in a model.</summary>
internal sealed class LayerHarness
{
    private readonly LayerGraph graph;

    public LayerHarness(Layer layer, int seed, params Shape[] inputShapes)
    {
        Layer = layer;
        Input[] inputs = [.. inputShapes.Select(shape => new Input(shape))];
        Node output = inputs.Length == 1 ? inputs[0].Add(layer) : inputs[0].Merge(layer, [.. inputs.Skip(1)]);
        graph = LayerGraph.Between(inputs, [output]);
        graph.Initialize(seed);
        Gradients = new ParameterSpace([.. graph.Parameters.Where(parameter => parameter.IsTrainable)]);
    }

    public Layer Layer { get; }

    public Parameter Parameter(string shortName) => Layer.Parameters.Single(parameter => parameter.ShortName == shortName);

    /// <summary>The gradients of the parameters, which plans write.</summary>
    public ParameterSpace Gradients { get; }

    public Tensor Gradient(Parameter parameter) => Gradients.Of(parameter)!.Values;

    public ExecutionPlan NewPlan(int batchSize) =>
        NewPlan(batchSize, new PlanOptions { Gradients = Gradients, DifferentiatesInputs = true });

    public ExecutionPlan NewPlan(int batchSize, PlanOptions options) => new(graph, batchSize, options);

    /// <summary>
    /// Runs a forward pass and updates the statistics as a step does; the same step number draws the same random numbers.
    /// </summary>
    public Tensor Forward(ExecutionPlan plan, IReadOnlyList<Tensor> inputs, bool isTraining, long step = 0)
    {
        for (int i = 0; i < inputs.Count; i++)
            inputs[i].Data.CopyTo(plan.Inputs[i].Data);
        plan.Forward(isTraining, seed: 5, step);
        plan.UpdateStatistics();
        return plan.Outputs[0];
    }

    /// <summary>A backward pass from dL/d(output).</summary>
    public void Backward(ExecutionPlan plan, Tensor upstream)
    {
        upstream.Data.CopyTo(plan.OutputGradients[0]!.Data);
        plan.Backward();
    }
}
