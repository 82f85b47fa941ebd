using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NeuralNet;

/// <summary>
/// Writes a model as TensorFlow.js's layers model: <c>model.json</c>, in the schema of Keras 2, and the weights in one binary file.
/// TensorFlow.js: tfjs-layers/src/models.ts, tfjs-core/src/io/types.ts.
/// </summary>
internal sealed class TensorFlowJsWriter
{
    private const string WeightsFile = "group1-shard1of1.bin";

    private readonly LayerGraph graph;
    private readonly Dictionary<Layer, TensorFlowJsPart[]> partsByLayer = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <exception cref="NotSupportedException">A layer has no counterpart in TensorFlow.js.</exception>
    private TensorFlowJsWriter(LayerGraph graph)
    {
        this.graph = graph;
        foreach (GraphNode node in graph.Nodes)
        {
            bool hasMaskedInput = node.Inputs.Any(graph.HasMask);
            if (hasMaskedInput && node.Layer.MaskHandling == MaskHandling.Consumed)
            {
                throw TensorFlowJsLayers.Error(
                    node.Layer, "leaves out padding, which TensorFlow.js cannot; make the Embedding with maskZero: false");
            }

            if (!partsByLayer.ContainsKey(node.Layer))
                partsByLayer[node.Layer] = Parts(node.Layer);
        }
    }

    public static void Write(string folder, LayerGraph graph, string name, bool isSequential)
    {
        graph.RequireDistinctNames();
        var writer = new TensorFlowJsWriter(graph);
        Directory.CreateDirectory(folder);
        TensorFlowJsWeight[] weights = [.. writer.partsByLayer.Values.SelectMany(parts => parts).SelectMany(part => part.Weights)];
        AtomicFile.Write(Path.Combine(folder, WeightsFile), stream => WriteWeights(stream, weights));
        string json = writer.Describe(name, isSequential, weights).ToJsonString();
        AtomicFile.Write(Path.Combine(folder, "model.json"), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(json)));
    }

    private TensorFlowJsPart[] Parts(Layer layer)
    {
        string name = Unique(layer.Name);
        TensorFlowJsPart[] parts = TensorFlowJsLayers.Describe(layer, name);
        return [.. parts.Select(part => part.Name == name ? part : part with { Name = Unique(part.Name) })];
    }

    /// <summary>A name of its own, of the letters that TensorFlow.js takes in the names of weights.</summary>
    private string Unique(string wanted)
    {
        string name = Regex.Replace(wanted, "[^A-Za-z0-9_.-]", "_");
        if (!char.IsAsciiLetterOrDigit(name[0]))
            name = "layer" + name;
        while (!names.Add(name))
            name += "_";
        return name;
    }

    private static void WriteWeights(Stream stream, TensorFlowJsWeight[] weights)
    {
        foreach (TensorFlowJsWeight weight in weights)
        {
            var bytes = new byte[weight.Values.Length * sizeof(float)];
            TensorBytes.Encode(SafetensorsDataType.F32, weight.Values, bytes);
            stream.Write(bytes);
        }
    }

    private JsonObject Describe(string name, bool isSequential, TensorFlowJsWeight[] weights) => new()
    {
        ["format"] = "layers-model",
        ["generatedBy"] = "NeuralNet",
        ["convertedBy"] = null,
        ["modelTopology"] = new JsonObject
        {
            ["keras_version"] = "2.15.0",
            ["backend"] = "tensorflow",
            ["model_config"] = new JsonObject
            {
                ["class_name"] = isSequential ? "Sequential" : "Functional",
                ["config"] = isSequential ? DescribeChain(name) : DescribeGraph(name),
            },
        },
        ["weightsManifest"] = new JsonArray(new JsonObject
        {
            ["paths"] = new JsonArray(WeightsFile),
            ["weights"] = new JsonArray([.. weights.Select(weight => new JsonObject
            {
                ["name"] = weight.Name,
                ["shape"] = new JsonArray([.. weight.Sizes.Select(size => JsonValue.Create(size))]),
                ["dtype"] = "float32",
            })]),
        }),
    };

    private JsonObject DescribeChain(string name) => new()
    {
        ["name"] = name,
        ["layers"] = new JsonArray([.. graph.Nodes.SelectMany(node => partsByLayer[node.Layer]).Select(part => part.ToJson())]),
    };

    private JsonObject DescribeGraph(string name)
    {
        NodeReference[] uses = NodeReference.Number(graph.Nodes);
        NodeReference[] ends = [.. uses.Select((use, i) => use with { Layer = partsByLayer[graph.Nodes[i].Layer][^1].Name })];
        var layers = new List<JsonNode>();
        foreach (IGrouping<Layer, int> nodes in Enumerable.Range(0, ends.Length).GroupBy(i => graph.Nodes[i].Layer))
        {
            TensorFlowJsPart? previous = null;
            foreach (TensorFlowJsPart part in partsByLayer[nodes.Key])
            {
                JsonObject description = part.ToJson();
                description["name"] = part.Name;
                description["inbound_nodes"] = nodes.Key is InputLayer
                    ? []
                    : new JsonArray([.. nodes.Select(i => Inbound(previous is null
                        ? graph.Nodes[i].Inputs.Select(port => ends[port.Node] with { Output = port.Output })
                        : [uses[i] with { Layer = previous.Name }]))]);
                layers.Add(description);
                previous = part;
            }
        }

        return new JsonObject
        {
            ["name"] = name,
            ["layers"] = new JsonArray([.. layers]),
            ["input_layers"] = new JsonArray([.. graph.Inputs.Select(input => ends[input].ToJson())]),
            ["output_layers"] = new JsonArray([.. graph.Outputs.Select(port => (ends[port.Node] with { Output = port.Output }).ToJson())]),
        };
    }

    /// <summary>One use of a layer: layer, use and output of each tensor it is called with, and no further arguments.</summary>
    private static JsonArray Inbound(IEnumerable<NodeReference> sources) =>
        new([.. sources.Select(source => new JsonArray(source.Layer, source.Use, source.Output, new JsonObject()))]);
}
