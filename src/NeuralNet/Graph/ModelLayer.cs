namespace NeuralNet;

/// <summary>
/// A model as a layer of another: its layers, put on other inputs. Weights are shared with the model that it was made of.
/// </summary>
/// <param name="source">The graph of the model.</param>
/// <param name="isSequential">Whether the model is a chain, which files write in another form.</param>
/// <param name="name">The name; if null the model that it is put into gives it one.</param>
internal sealed class ModelLayer(LayerGraph source, bool isSequential, string? name) : CompositeLayer(name)
{
    /// <summary>The graph of the model that was made a layer.</summary>
    public LayerGraph Source => source;

    public bool IsSequential => isSequential;

    public override string ClassName => isSequential ? "Sequential" : "Functional";

    /// <summary>Returns whether a layer is one of the model's own, at any depth.</summary>
    public bool Contains(Layer layer) => source.Layers.Any(own => own == layer || (own is ModelLayer nested && nested.Contains(layer)));

    protected override IReadOnlyList<Node> Compose(IReadOnlyList<Node> inputs)
    {
        if (inputs.Count != source.UseInputs.Count)
            throw Error($"takes {Counted.Of(source.UseInputs.Count, "input")}; it was given {inputs.Count}");
        var nodes = new List<Node>();
        foreach (GraphNode use in source.Uses)
        {
            int input = source.UseInputs.IndexOf(nodes.Count);
            nodes.Add(input >= 0 ? inputs[input]
                : Node.Of(use.Layer, [.. use.Inputs.Select(port => nodes[port.Node].Outputs[port.Output])]));
        }

        return [.. source.UseOutputs.Select(port => nodes[port.Node].Outputs[port.Output])];
    }
}
