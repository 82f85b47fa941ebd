using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Describes a graph in Keras's configuration schema: layers as class name and settings and, unless they form a chain, the nodes
/// that feed each use of a layer (Keras: models/functional.py, <c>get_config</c>).
/// </summary>
internal static class GraphConfigurationWriter
{
    /// <summary>Describes a chain: the layers in their order, the input first.</summary>
    public static JsonObject Write(LayerGraph graph, string name, bool isSequential, bool isTrainable = true) =>
        isSequential ? WriteSequential(graph, name, isTrainable) : WriteFunctional(graph, name, isTrainable);

    private static JsonObject WriteSequential(LayerGraph graph, string name, bool isTrainable) => new()
    {
        ["module"] = "keras",
        ["class_name"] = "Sequential",
        ["config"] = new JsonObject
        {
            ["name"] = name,
            ["trainable"] = isTrainable,
            ["layers"] = new JsonArray([.. graph.Uses.Select(node => Describe(node.Layer))]),
        },
        ["registered_name"] = null,
    };

    /// <summary>Describes any other graph.</summary>
    private static JsonObject WriteFunctional(LayerGraph graph, string name, bool isTrainable)
    {
        NodeReference[] references = NodeReference.Number(graph.Uses);
        var layers = new List<JsonNode>();
        var positions = new List<int>();
        foreach (IGrouping<Layer, int> uses in Enumerable.Range(0, graph.Uses.Count).GroupBy(i => graph.Uses[i].Layer))
        {
            JsonObject description = Describe(uses.Key);
            description["name"] = uses.Key.Name;
            description["inbound_nodes"] = uses.Key is InputLayer
                ? []
                : new JsonArray([.. uses.Select(i => Inbound(graph, graph.Uses[i], references))]);
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
                ["trainable"] = isTrainable,
                ["layers"] = new JsonArray([.. layers]),
                ["input_layers"] = Ends([.. graph.UseInputs.Select(node => new Port(node))], references),
                ["output_layers"] = Ends(graph.UseOutputs, references),
            },
            ["registered_name"] = "Functional",
        };
        if (!positions.Order().SequenceEqual(positions))
            new Configuration(model).Set(GraphConfigurationReader.PositionsKey, positions);
        return model;
    }

    /// <summary>Describes a layer, which may be a model.</summary>
    public static JsonObject Describe(Layer layer)
    {
        if (layer is ModelLayer model)
            return Write(model.Source, model.Name, model.IsSequential, model.IsTrainable);
        bool isKnown = Layer.Known.ClassNames.Contains(layer.ClassName);
        JsonObject description = Configuration.Describe(layer);
        description.Insert(0, "module", isKnown ? "keras.layers" : null);
        description["registered_name"] = isKnown ? null : layer.ClassName;
        return description;
    }

    /// <summary>Describes one use of a layer by the tensors of the call, several of them as one list.</summary>
    private static JsonObject Inbound(LayerGraph graph, GraphNode node, NodeReference[] references)
    {
        JsonNode[] tensors = [.. node.Inputs.Select(port =>
            KerasTensor(graph.Uses[port.Node].OutputShapes[port.Output], references[port.Node] with { Output = port.Output }))];
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
            ["shape"] = new JsonArray([null, .. shape.Select(size => size == Shape.Open ? null : JsonValue.Create(size))]),
            ["dtype"] = "float32",
            ["keras_history"] = source.ToJson(),
        },
    };

    /// <summary>Describes inputs or outputs as a list of references, or a single one by its reference.</summary>
    private static JsonArray Ends(IReadOnlyList<Port> ports, NodeReference[] references) => ports.Count == 1
        ? End(ports[0], references)
        : new JsonArray([.. ports.Select(port => End(port, references))]);

    private static JsonArray End(Port port, NodeReference[] references) => (references[port.Node] with { Output = port.Output }).ToJson();
}
