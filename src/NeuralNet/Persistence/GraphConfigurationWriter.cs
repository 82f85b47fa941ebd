using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Describes a graph in Keras's configuration schema: layers as class name and settings and, unless they form a chain, the nodes
/// that feed each use of a layer (Keras: models/functional.py, <c>get_config</c>).
/// </summary>
internal static class GraphConfigurationWriter
{
    /// <summary>The description of a chain: the layers in their order, the input first.</summary>
    public static JsonObject WriteSequential(LayerGraph graph, string name) => new()
    {
        ["module"] = "keras",
        ["class_name"] = "Sequential",
        ["config"] = new JsonObject
        {
            ["name"] = name,
            ["trainable"] = true,
            ["layers"] = new JsonArray([.. graph.Nodes.Select(node => Describe(node.Layer))]),
        },
        ["registered_name"] = null,
    };

    /// <summary>The description of any other graph.</summary>
    public static JsonObject WriteFunctional(LayerGraph graph, string name)
    {
        NodeReference[] references = NodeReference.Number(graph.Nodes);
        var layers = new List<JsonNode>();
        var positions = new List<int>();
        foreach (IGrouping<Layer, int> uses in Enumerable.Range(0, graph.Nodes.Count).GroupBy(i => graph.Nodes[i].Layer))
        {
            JsonObject description = Describe(uses.Key);
            description["name"] = uses.Key.Name;
            description["inbound_nodes"] = uses.Key is InputLayer
                ? []
                : new JsonArray([.. uses.Select(i => Inbound(graph, graph.Nodes[i], references))]);
            layers.Add(description);
            positions.AddRange(uses);
        }

        var model = new JsonObject
        {
            ["module"] = "keras.src.models.functional",
            ["class_name"] = "Functional",
            ["config"] = new JsonObject
            {
                ["name"] = name,
                ["trainable"] = true,
                ["layers"] = new JsonArray([.. layers]),
                ["input_layers"] = Ends(graph.Inputs, references),
                ["output_layers"] = Ends(graph.Outputs, references),
            },
            ["registered_name"] = "Functional",
        };
        if (!positions.Order().SequenceEqual(positions))
            new Configuration(model).Set(GraphConfigurationReader.PositionsKey, positions);
        return model;
    }

    private static JsonObject Describe(Layer layer)
    {
        bool isKnown = Layer.Known.ClassNames.Contains(layer.ClassName);
        JsonObject description = Configuration.Describe(layer);
        description.Insert(0, "module", isKnown ? "keras.layers" : null);
        description["registered_name"] = isKnown ? null : layer.ClassName;
        return description;
    }

    /// <summary>One use of a layer: the tensors that it is called with, several of them as one list.</summary>
    private static JsonObject Inbound(LayerGraph graph, GraphNode node, NodeReference[] references)
    {
        JsonNode[] tensors = [.. node.Inputs.Select(input => KerasTensor(graph.Nodes[input].OutputShape, references[input]))];
        return new JsonObject
        {
            ["args"] = tensors.Length == 1 ? new JsonArray(tensors) : new JsonArray(new JsonArray(tensors)),
            ["kwargs"] = new JsonObject(),
        };
    }

    private static JsonObject KerasTensor(Shape shape, NodeReference source) => new()
    {
        ["class_name"] = "__keras_tensor__",
        ["config"] = new JsonObject
        {
            ["shape"] = new JsonArray([null, .. shape.Select(size => JsonValue.Create(size))]),
            ["dtype"] = "float32",
            ["keras_history"] = source.ToJson(),
        },
    };

    /// <summary>The inputs or outputs: a list of references, one alone without the list around it.</summary>
    private static JsonArray Ends(IReadOnlyList<int> nodes, NodeReference[] references) => nodes.Count == 1
        ? references[nodes[0]].ToJson()
        : new JsonArray([.. nodes.Select(node => references[node].ToJson())]);
}
