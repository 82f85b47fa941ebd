using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>The name of a node in a configuration: the layer, the index of the use, and the index of the output.</summary>
internal readonly record struct NodeReference(string Layer, int Use, int Output = 0)
{
    /// <summary>Returns the references of nodes, in the same order.</summary>
    public static NodeReference[] Number(IReadOnlyList<GraphNode> nodes)
    {
        var references = new NodeReference[nodes.Count];
        var uses = new Dictionary<Layer, int>();
        for (int i = 0; i < references.Length; i++)
        {
            Layer layer = nodes[i].Layer;
            references[i] = new NodeReference(layer.Name, uses.GetValueOrDefault(layer));
            uses[layer] = references[i].Use + 1;
        }

        return references;
    }

    /// <summary>Returns the layer, the use and the output as a list.</summary>
    public JsonArray ToJson() => new(Layer, Use, Output);

    /// <exception cref="FormatException">The list is not a layer's name and two whole numbers.</exception>
    public static NodeReference From(JsonNode? json)
    {
        if (json is not JsonArray { Count: >= 3 } list || list[0] is not JsonValue name || !name.TryGetValue(out string? layer))
            throw Configuration.Wrong("keras_history", "a layer's name and two whole numbers", json);
        var numbers = new Configuration(new JsonObject { ["use"] = list[1]?.DeepClone(), ["output"] = list[2]?.DeepClone() });
        return new NodeReference(layer, numbers.GetInt32("use"), numbers.GetInt32("output"));
    }
}
