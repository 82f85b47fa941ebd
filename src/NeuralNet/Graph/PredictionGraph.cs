namespace NeuralNet;

/// <summary>
/// Converts a graph to one that predicts faster: layers that pass their input on outside training are left out, layers are joined with the
/// layer before them, and kernels are packed. The layers themselves say what they can be joined with (<see cref="Layer.FollowedBy"/>).
/// </summary>
internal static class PredictionGraph
{
    /// <summary>Returns the graph for predictions, whose nodes share no changed parameter with those of the given one.</summary>
    public static LayerGraph Of(LayerGraph graph) => Join(Pack(Join(WithoutIdentities(graph))));

    private static LayerGraph WithoutIdentities(LayerGraph graph)
    {
        var nodes = new List<GraphNode>();
        var ports = new Port[graph.Nodes.Count][];
        for (int i = 0; i < ports.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            Port[] inputs = [.. node.Inputs.Select(port => ports[port.Node][port.Output])];
            ports[i] = node.Layer.IsIdentityInPredictions ? inputs : Append(nodes, node, inputs);
        }

        return NewGraph(graph, nodes, ports);
    }

    /// <summary>Replaces each layer and its only reader by one layer, where the layer can be joined with it.</summary>
    private static LayerGraph Join(LayerGraph graph)
    {
        var nodes = new List<GraphNode>();
        var ports = new Port[graph.Nodes.Count][];
        for (int i = 0; i < ports.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            Port[] inputs = [.. node.Inputs.Select(port => ports[port.Node][port.Output])];
            if (node.Inputs.Count == 1 && HasOneReader(graph, node.Inputs[0])
                && nodes[inputs[0].Node] is var before && before.Layer.FollowedBy(node.Layer) is { } joined)
            {
                nodes[inputs[0].Node] = before with { Layer = joined, OutputShapes = node.OutputShapes };
                ports[i] = inputs;
            }
            else
            {
                ports[i] = Append(nodes, node, inputs);
            }
        }

        return NewGraph(graph, nodes, ports);
    }

    /// <summary>Packs the kernels; a layer that is used several times is packed once.</summary>
    private static LayerGraph Pack(LayerGraph graph)
    {
        var packed = graph.Parts.ToDictionary(layer => layer, layer => layer.Packed());
        return new LayerGraph(
            [.. graph.Nodes.Select(node => packed.TryGetValue(node.Layer, out Layer? layer) ? node with { Layer = layer } : node)],
            graph.Inputs, graph.Outputs);
    }

    private static bool HasOneReader(LayerGraph graph, Port port) =>
        !graph.Outputs.Contains(port) && graph.Nodes.Sum(node => node.Inputs.Count(input => input == port)) == 1;

    private static Port[] Append(List<GraphNode> nodes, GraphNode node, Port[] inputs)
    {
        int index = nodes.Count;
        nodes.Add(node with { Inputs = inputs });
        return [.. node.OutputShapes.Select((_, output) => new Port(index, output))];
    }

    private static LayerGraph NewGraph(LayerGraph graph, List<GraphNode> nodes, Port[][] ports) => new(
        nodes, [.. graph.Inputs.Select(input => ports[input][0].Node)],
        [.. graph.Outputs.Select(port => ports[port.Node][port.Output])]);
}
