using System.Text.Json.Nodes;

namespace NeuralNet.TensorFlowJs;

/// <summary>The name of an output in a configuration: the layer, the index of the use, and the index of the output.</summary>
internal readonly record struct NodeReference(string Layer, int Use, int Output = 0)
{
    /// <summary>Returns a reference to the first output of each node.</summary>
    /// <param name="nodes">The nodes in order of computation.</param>
    /// <param name="nameOf">Returns the name of a layer in the file.</param>
    public static NodeReference[] Of(IReadOnlyList<GraphNode> nodes, Func<Layer, string> nameOf)
    {
        var references = new NodeReference[nodes.Count];
        var uses = new Dictionary<Layer, int>();
        for (int i = 0; i < references.Length; i++)
        {
            Layer layer = nodes[i].Layer;
            references[i] = new NodeReference(nameOf(layer), uses.GetValueOrDefault(layer));
            uses[layer] = references[i].Use + 1;
        }

        return references;
    }

    public JsonArray ToJson() => new(Layer, Use, Output);
}
