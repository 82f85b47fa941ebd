namespace NeuralNet;

/// <summary>Replaces the composite layers of a graph by their parts, so that passes see nothing but layers that compute.</summary>
internal static class GraphExpansion
{
    /// <summary>Expands uses of layers to nodes.</summary>
    public static (IReadOnlyList<GraphNode> Nodes, IReadOnlyList<int> Inputs, IReadOnlyList<Port> Outputs) Expand(
        IReadOnlyList<GraphNode> uses, IReadOnlyList<int> inputs, IReadOnlyList<Port> outputs)
    {
        var nodes = new List<GraphNode>();
        var ports = new Port[uses.Count][];
        for (int i = 0; i < ports.Length; i++)
        {
            GraphNode use = uses[i];
            Port[] sources = [.. use.Inputs.Select(port => ports[port.Node][port.Output])];
            if (use.Layer is CompositeLayer composite)
            {
                Shape[] shapes = [.. use.Inputs.Select(port => uses[port.Node].OutputShapes[port.Output])];
                ports[i] = Append(nodes, composite, composite.GraphFor(shapes), sources);
                continue;
            }

            ports[i] = [.. use.OutputShapes.Select((_, output) => new Port(nodes.Count, output))];
            nodes.Add(use with { Inputs = sources });
        }

        return (nodes, [.. inputs.Select(input => ports[input][0].Node)], [.. outputs.Select(port => ports[port.Node][port.Output])]);
    }

    /// <summary>Appends the parts of a composite layer, its inputs being the given ports, and returns the ports of its outputs.</summary>
    private static Port[] Append(List<GraphNode> nodes, CompositeLayer composite, LayerGraph parts, Port[] sources)
    {
        var ports = new Dictionary<Port, Port>();
        for (int i = 0; i < parts.Nodes.Count; i++)
        {
            GraphNode part = parts.Nodes[i];
            int input = parts.Inputs.IndexOf(i);
            if (input >= 0)
            {
                ports[new Port(i)] = sources[input];
                continue;
            }

            for (int output = 0; output < part.OutputShapes.Count; output++)
                ports[new Port(i, output)] = new Port(nodes.Count, output);
            nodes.Add(part with { Inputs = [.. part.Inputs.Select(port => ports[port])], Scope = [composite, .. part.Scope] });
        }

        return [.. parts.Outputs.Select(port => ports[port])];
    }
}
