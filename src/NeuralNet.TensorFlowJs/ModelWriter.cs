using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NeuralNet.TensorFlowJs;

/// <summary>
/// Writes a model as TensorFlow.js's layers model: <c>model.json</c>, in the schema of Keras 2, and the weights in one binary file.
/// TensorFlow.js: tfjs-layers/src/models.ts, tfjs-core/src/io/types.ts.
/// </summary>
internal sealed class ModelWriter
{
    private const string WeightsFile = "group1-shard1of1.bin";

    private readonly Model model;
    private readonly LayerGraph graph;
    private readonly Dictionary<Layer, TranslatedLayer[]> translations = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <exception cref="NotSupportedException">A layer has no counterpart in TensorFlow.js.</exception>
    private ModelWriter(Model model)
    {
        this.model = model;
        graph = model.Graph;
        foreach (GraphNode node in graph.Nodes)
        {
            if (node.Inputs.Any(graph.HasMask) && node.Layer.MaskHandling == MaskHandling.Consumed)
            {
                throw LayerUse.ErrorOf(
                    node.Layer, "leaves out padding, which TensorFlow.js cannot; make the Embedding with maskZero: false");
            }

            if (!translations.ContainsKey(node.Layer))
                translations[node.Layer] = Translate(node);
        }
    }

    public static void Write(Model model, string folder)
    {
        model.Graph.RequireDistinctNames();
        var writer = new ModelWriter(model);
        Weight[] weights = [.. writer.translations.Values.SelectMany(layers => layers).SelectMany(layer => layer.Weights)];
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, WeightsFile), stream => WriteWeights(stream, weights));
        byte[] json = Encoding.UTF8.GetBytes(writer.Describe(weights).ToJsonString());
        AtomicFile.Write(Path.Combine(folder, "model.json"), stream => stream.Write(json));
    }

    private TranslatedLayer[] Translate(GraphNode node)
    {
        string name = Unique(node.Layer.Name);
        if (node.Inputs.Count == 0)
            return [Input(name, node.OutputShapes[0])];
        var use = new LayerUse(node.Layer, name, [.. node.Inputs.Select(graph.ShapeOf)], node.OutputShapes[0]);
        return [.. LayerTranslations.Translate(use).Select(layer => layer.Name == name ? layer : layer with { Name = Unique(layer.Name) })];
    }

    private static TranslatedLayer Input(string name, Shape shape) => new("InputLayer", name, new()
    {
        ["batch_input_shape"] = new JsonArray([null, .. shape.Select(size => size == Shape.Open ? null : JsonValue.Create(size))]),
        ["dtype"] = "float32",
    });

    /// <summary>Returns a name that no other layer has, of the letters that TensorFlow.js accepts in the names of weights.</summary>
    private string Unique(string wanted)
    {
        string name = Regex.Replace(wanted, "[^A-Za-z0-9_.-]", "_");
        if (!char.IsAsciiLetterOrDigit(name[0]))
            name = "layer" + name;
        while (!names.Add(name))
            name += "_";
        return name;
    }

    private static void WriteWeights(Stream stream, Weight[] weights)
    {
        foreach (Weight weight in weights)
        {
            byte[] bytes = new byte[weight.Values.Length * sizeof(float)];
            for (int i = 0; i < weight.Values.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), weight.Values[i]);
            stream.Write(bytes);
        }
    }

    private JsonObject Describe(Weight[] weights) => new()
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
                ["class_name"] = model is Sequential ? "Sequential" : "Functional",
                ["config"] = model is Sequential ? DescribeChain() : DescribeGraph(),
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

    private JsonObject DescribeChain() => new()
    {
        ["name"] = model.Name,
        ["layers"] = new JsonArray([.. graph.Nodes.SelectMany(node => translations[node.Layer]).Select(layer => layer.ToJson())]),
    };

    private JsonObject DescribeGraph()
    {
        NodeReference[] ends = NodeReference.Of(graph.Nodes, layer => translations[layer][^1].Name);
        var layers = new List<JsonNode>();
        foreach (IGrouping<Layer, int> uses in Enumerable.Range(0, ends.Length).GroupBy(i => graph.Nodes[i].Layer))
        {
            TranslatedLayer? previous = null;
            foreach (TranslatedLayer layer in translations[uses.Key])
            {
                JsonObject description = layer.ToJson();
                description["name"] = layer.Name;
                description["inbound_nodes"] = graph.Nodes[uses.First()].Inputs.Count == 0
                    ? []
                    : new JsonArray([.. uses.Select(i => Inbound(previous is null
                        ? graph.Nodes[i].Inputs.Select(port => ends[port.Node] with { Output = port.Output })
                        : [ends[i] with { Layer = previous.Name }]))]);
                layers.Add(description);
                previous = layer;
            }
        }

        return new JsonObject
        {
            ["name"] = model.Name,
            ["layers"] = new JsonArray([.. layers]),
            ["input_layers"] = new JsonArray([.. graph.Inputs.Select(input => ends[input].ToJson())]),
            ["output_layers"] = new JsonArray([.. graph.Outputs.Select(port => (ends[port.Node] with { Output = port.Output }).ToJson())]),
        };
    }

    /// <summary>One use of a layer: the reference to each tensor that the layer is called with, and no further arguments.</summary>
    private static JsonArray Inbound(IEnumerable<NodeReference> sources) =>
        new([.. sources.Select(source => new JsonArray(source.Layer, source.Use, source.Output, new JsonObject()))]);
}
