namespace NeuralNet.Onnx;

/// <summary>
/// Makes one layer of a Dense and the activation behind it, as Keras has them, where nothing else uses what lies between.
/// </summary>
internal static class ActivationFusion
{
    public static LayerGraph Apply(LayerGraph graph, ImportedWeights weights)
    {
        int[] uses = CountUses(graph), newIndices = new int[graph.Nodes.Count];
        var timesUsed = graph.Nodes.GroupBy(node => node.Layer).ToDictionary(group => group.Key, group => group.Count());
        var nodes = new List<GraphNode>();
        for (int i = 0; i < newIndices.Length; i++)
        {
            GraphNode node = graph.Nodes[i];
            int source = node.Inputs.Count == 1 ? node.Inputs[0].Node : -1;
            bool isFused = node.Layer is ActivationLayer && timesUsed[node.Layer] == 1 && source >= 0 && uses[source] == 1
                && graph.Nodes[source].Layer is Dense { FinalActivation: LinearActivation } dense && timesUsed[dense] == 1;
            if (isFused)
            {
                newIndices[i] = newIndices[source];
                nodes[newIndices[i]] = Fuse(nodes[newIndices[i]], node.Layer.FinalActivation!, weights);
                continue;
            }

            newIndices[i] = nodes.Count;
            nodes.Add(node with { Inputs = Renumbered(node.Inputs) });
        }

        return new LayerGraph(nodes, [.. graph.Inputs.Select(index => newIndices[index])], Renumbered(graph.Outputs));

        Port[] Renumbered(IReadOnlyList<Port> ports) => [.. ports.Select(port => port with { Node = newIndices[port.Node] })];
    }

    private static GraphNode Fuse(GraphNode node, Activation activation, ImportedWeights weights)
    {
        Layer linear = node.Layer;
        bool useBias = linear.Parameters.Any(parameter => parameter.ShortName == "bias");
        var layer = new Dense(linear.OutputShape!.Last, activation, useBias, name: linear.IsNamed ? linear.Name : null);
        layer.BuildFor(linear.InputShapes);
        weights.Move(linear, layer);
        return node with { Layer = layer };
    }

    private static int[] CountUses(LayerGraph graph)
    {
        var uses = new int[graph.Nodes.Count];
        foreach (Port output in graph.Outputs)
            uses[output.Node]++;
        foreach (GraphNode node in graph.Nodes)
        {
            foreach (Port input in node.Inputs)
                uses[input.Node]++;
        }

        return uses;
    }
}
