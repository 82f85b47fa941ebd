using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Creates a graph from Keras's configuration schema, as <see cref="GraphConfigurationWriter"/> and Keras write it. Parameters get no
/// values and no memory is allocated for them, so that a caller can first compare their shapes with the content of a file.
/// </summary>
internal sealed class GraphConfigurationReader
{
    /// <summary>
    /// The key of an entry in addition to those of Keras: the index of each node in the order of computation, in the order of the layers
    /// and their uses. Random streams are numbered by this index, so a graph with shared layers needs it.
    /// </summary>
    public const string PositionsKey = "node_positions";

    private readonly CustomFactories? custom;
    private readonly List<GraphNode> nodes = [];
    private readonly Dictionary<NodeReference, int> indices = [];
    private readonly HashSet<string> layerNames = new(StringComparer.Ordinal);

    private GraphConfigurationReader(CustomFactories? custom) => this.custom = custom;

    /// <summary>Returns whether the description is of a chain, and its graph and name.</summary>
    /// <exception cref="FormatException">The description is not a graph of known layers.</exception>
    public static (LayerGraph Graph, string? Name, bool IsSequential) Read(JsonObject model, CustomFactories? custom = null)
    {
        var description = new Configuration(model);
        string? className = description.GetString("class_name");
        if (className is not ("Sequential" or "Functional"))
            throw new ModelFileException($"the model is of class '{className}'; known are Sequential and Functional");
        Configuration config = new(model["config"] as JsonObject ?? throw Configuration.Wrong("config", "an object", model["config"]));
        var reader = new GraphConfigurationReader(custom);
        bool isSequential = className == "Sequential";
        LayerGraph graph = isSequential
            ? reader.ReadSequential(config)
            : reader.ReadFunctional(config, description.GetInt32s(PositionsKey));
        return (graph, config.GetString("name"), isSequential);
    }

    private LayerGraph ReadSequential(Configuration config)
    {
        foreach (JsonObject description in Objects(config, "layers"))
        {
            Layer layer = ReadLayer(description);
            if (layer is InputLayer != (nodes.Count == 0))
                throw new ModelFileException($"the layer '{layer.Name}' ({layer.ClassName}) is number {nodes.Count} of a Sequential, "
                    + "which begins with its only InputLayer");
            AddNode(layer, nodes.Count == 0 ? [] : [new Port(nodes.Count - 1)]);
        }

        if (nodes.Count == 0)
            throw new ModelFileException("the model has no layers");
        return new LayerGraph(nodes, [0], [new Port(nodes.Count - 1)]);
    }

    private LayerGraph ReadFunctional(Configuration config, int[]? positions)
    {
        List<PendingNode> pending = [];
        foreach (JsonObject description in Objects(config, "layers").Select(AttentionCalls.Translate))
        {
            Layer layer = ReadLayer(description);
            if (layer is InputLayer)
            {
                pending.Add(new PendingNode(layer, new NodeReference(layer.Name, 0), []));
                continue;
            }

            int use = 0;
            foreach (JsonObject inbound in Objects(new Configuration(description), "inbound_nodes"))
                pending.Add(new PendingNode(layer, new NodeReference(layer.Name, use++), Sources(layer, inbound)));
        }

        foreach (PendingNode node in InOrder(pending, positions))
        {
            indices[node.Reference] = nodes.Count;
            AddNode(node.Layer, [.. node.Sources.Select(source => PortOf(source, $"the layer '{node.Layer.Name}' is fed by"))]);
        }

        int[] inputs = [.. ReadEnds(config, "input_layers").Select(port => port.Node)];
        Port[] outputs = ReadEnds(config, "output_layers");
        CheckInputs(inputs);
        return new LayerGraph(nodes, inputs, outputs);
    }

    /// <summary>
    /// Creates a layer that is a part of another one from the description of <see cref="GraphConfigurationWriter.Describe"/>.
    /// </summary>
    /// <exception cref="FormatException">The description is not of a known layer.</exception>
    public static Layer ReadPart(JsonObject description, CustomFactories? custom)
    {
        string? className = new Configuration(description).GetString("class_name");
        Configuration config = new(description["config"] as JsonObject
            ?? throw new ModelFileException($"a layer of class '{className}' has no 'config'"));
        string name = config.GetString("name") ?? throw new ModelFileException($"a layer of class '{className}' has no name");
        return Located(name, () =>
        {
            if (name.Contains('/', StringComparison.Ordinal))
                throw new ModelFileException("a layer's name must be without a slash");
            Layer layer = className is "Sequential" or "Functional" ? ReadModel(description, custom)
                : Layer.Known.Read(description, custom);
            layer.GiveName(name);
            if (layer.Name != name)
                throw new ModelFileException($"it was made with the name '{layer.Name}'; pass the name of the configuration to the "
                    + "layer, or none");
            layer.IsTrainable = config.GetBoolean("trainable", true);
            return layer;
        });
    }

    private Layer ReadLayer(JsonObject description)
    {
        Layer layer = ReadPart(description, custom);
        return layerNames.Add(layer.Name)
            ? layer
            : throw new ModelFileException($"the layer '{layer.Name}': a layer's name must be its own; two have this one");
    }

    /// <summary>Reads a model that is a layer of this model.</summary>
    private static ModelLayer ReadModel(JsonObject description, CustomFactories? custom)
    {
        (LayerGraph graph, string? name, bool isSequential) = Read(description, custom);
        return new ModelLayer(graph, isSequential, name);
    }

    private void AddNode(Layer layer, Port[] inputs) => Located(layer.Name, () =>
    {
        if (inputs.Length == 0 && layer is not InputLayer)
            throw new ModelFileException("nothing feeds it");
        IReadOnlyList<Shape> shapes = layer.BuildFor([.. inputs.Select(port => nodes[port.Node].OutputShapes[port.Output])]);
        if (shapes.FirstOrDefault(shape => shape.Rank > Shape.MaxRank) is { } shape)
            throw new ModelFileException($"its output has {shape.Rank} axes; at most {Shape.MaxRank} are supported");
        nodes.Add(new GraphNode(layer, inputs, shapes));
        return layer;
    });

    /// <summary>Returns the nodes in the arguments of one use of a layer, in their order.</summary>
    private static List<NodeReference> Sources(Layer layer, JsonObject inbound)
    {
        var sources = new List<NodeReference>();
        Located(layer.Name, () =>
        {
            Collect(inbound["args"], sources);
            TakeArguments(layer, inbound["kwargs"], sources);
            return layer;
        });
        return sources;
    }

    /// <summary>
    /// Adds the nodes of the initial states of a recurrent layer. Any other keyword argument than null would change the result, so that an
    /// exception is thrown.
    /// </summary>
    private static void TakeArguments(Layer layer, JsonNode? arguments, List<NodeReference> sources)
    {
        foreach ((string name, JsonNode? value) in arguments as JsonObject ?? [])
        {
            if (name == "initial_state")
                Collect(value, sources);
            else if (value is not null && !IsDefaultOfTraining(layer, name, value))
                throw new ModelFileException($"it is called with the argument '{name}', which this library cannot pass");
        }
    }

    /// <summary>
    /// Returns whether an argument is the default <c>training=False</c> of recurrent layers, which Keras writes and Fit overrides.
    /// </summary>
    private static bool IsDefaultOfTraining(Layer layer, string name, JsonNode value) => name == "training"
        && layer is (RecurrentLayer or Bidirectional) && value is JsonValue flag && flag.TryGetValue(out bool isSet) && !isSet;

    private static void Collect(JsonNode? argument, List<NodeReference> sources)
    {
        if (argument is JsonArray list)
        {
            foreach (JsonNode? item in list)
                Collect(item, sources);
        }
        else if (argument is JsonObject tensor && new Configuration(tensor).GetString("class_name") == "__keras_tensor__")
        {
            sources.Add(NodeReference.From((tensor["config"] as JsonObject)?["keras_history"]));
        }
    }

    /// <summary>
    /// Sorts the nodes so that each follows the nodes that feed it. Among the possible next nodes, the node of the lowest position is
    /// chosen, which is the index in the list unless positions are given.
    /// </summary>
    private static List<PendingNode> InOrder(List<PendingNode> pending, int[]? positions)
    {
        if (positions is not null && positions.Length != pending.Count)
            throw new ModelFileException($"'{PositionsKey}' has {positions.Length} places for {pending.Count} nodes");
        Dictionary<NodeReference, List<int>> consumers = Consumers(pending);
        int[] missing = [.. pending.Select(node => node.Sources.Count)];
        var ready = new PriorityQueue<int, (int, int)>();
        for (int i = 0; i < pending.Count; i++)
        {
            if (missing[i] == 0)
                ready.Enqueue(i, Priority(i));
        }

        var ordered = new List<PendingNode>();
        while (ready.TryDequeue(out int next, out _))
        {
            ordered.Add(pending[next]);
            foreach (int consumer in consumers[pending[next].Reference])
            {
                if (--missing[consumer] == 0)
                    ready.Enqueue(consumer, Priority(consumer));
            }
        }

        if (ordered.Count < pending.Count)
            throw new ModelFileException("its layers feed each other in a circle");
        return ordered;

        (int, int) Priority(int i) => (positions?[i] ?? i, i);
    }

    /// <summary>Returns the nodes that each node feeds, once for each connection.</summary>
    private static Dictionary<NodeReference, List<int>> Consumers(List<PendingNode> pending)
    {
        Dictionary<NodeReference, List<int>> consumers = pending.ToDictionary(node => node.Reference, _ => new List<int>());
        for (int i = 0; i < pending.Count; i++)
        {
            foreach (NodeReference source in pending[i].Sources)
            {
                if (!consumers.TryGetValue(source with { Output = 0 }, out List<int>? list))
                    throw new ModelFileException($"the layer '{pending[i].Layer.Name}' is fed by use {source.Use} of the layer "
                        + $"'{source.Layer}', which does not exist");
                list.Add(i);
            }
        }

        return consumers;
    }

    /// <summary>
    /// Reads the ports of inputs or outputs: a single reference, a list of references, or references by name, which Keras orders by their
    /// names.
    /// </summary>
    private Port[] ReadEnds(Configuration config, string key)
    {
        JsonNode? ends = config.Json[key] is JsonObject named
            ? new JsonArray([.. named.OrderBy(end => end.Key, StringComparer.Ordinal).Select(end => end.Value?.DeepClone())])
            : config.Json[key];
        if (ends is not JsonArray { Count: > 0 } list)
            throw Configuration.Wrong(key, "a list of at least one reference", config.Json[key]);
        NodeReference[] references = list[0] is JsonValue ? [NodeReference.From(list)] : [.. list.Select(NodeReference.From)];
        return [.. references.Select(reference => PortOf(reference, $"'{key}' names"))];
    }

    /// <summary>Returns the port of a reference.</summary>
    private Port PortOf(NodeReference reference, string user)
    {
        if (!indices.TryGetValue(reference with { Output = 0 }, out int index))
            throw new ModelFileException($"{user} use {reference.Use} of the layer '{reference.Layer}', which does not exist");
        int count = nodes[index].OutputShapes.Count;
        return (uint)reference.Output < (uint)count
            ? new Port(index, reference.Output)
            : throw new ModelFileException($"{user} output {reference.Output} of the layer '{reference.Layer}', which has "
                + $"{Counted.Of(count, "output")}, numbered from 0");
    }

    private void CheckInputs(int[] inputs)
    {
        for (int i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Layer is InputLayer != inputs.Contains(i))
                throw new ModelFileException("'input_layers' must name the layers of class InputLayer and no other; "
                    + $"'{nodes[i].Layer.Name}' is of class {nodes[i].Layer.ClassName}");
        }

        if (inputs.Distinct().Count() != inputs.Length)
            throw new ModelFileException("'input_layers' names a layer twice");
    }

    private static IEnumerable<JsonObject> Objects(Configuration config, string key)
    {
        if (config.Json[key] is not JsonArray list)
            throw Configuration.Wrong(key, "a list", config.Json[key]);
        return list.Select(item => item as JsonObject ?? throw Configuration.Wrong(key, "a list of objects", item));
    }

    /// <summary>Calls an action for a layer and adds the name of the layer to errors.</summary>
    private static Layer Located(string layerName, Func<Layer> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            throw new ModelFileException($"the layer '{layerName}': {exception.Message}", exception);
        }
    }

    private sealed record PendingNode(Layer Layer, NodeReference Reference, List<NodeReference> Sources);
}
