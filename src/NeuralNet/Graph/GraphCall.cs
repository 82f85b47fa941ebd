namespace NeuralNet;

/// <summary>A single pass through a graph, by a plan of its own.</summary>
internal static class GraphCall
{
    /// <summary>Computes the outputs for these inputs; the layers' statistics stay as they are.</summary>
    /// <param name="graph">The layers, whose parameters have values.</param>
    /// <param name="inputs">The inputs, in the shapes of the graph's.</param>
    /// <param name="isTraining">Whether the pass is one of training.</param>
    /// <param name="seed">The seed of what layers draw.</param>
    public static IReadOnlyList<Tensor> Run(LayerGraph graph, IReadOnlyList<Tensor> inputs, bool isTraining, int seed)
    {
        var plan = new ExecutionPlan(graph, [.. inputs.Select(input => input.Shape)]);
        for (int i = 0; i < inputs.Count; i++)
            inputs[i].Data.CopyTo(plan.Inputs[i].Data);
        plan.Forward(isTraining, seed);
        return [.. plan.Outputs.Select(output => output.Clone())];
    }
}
