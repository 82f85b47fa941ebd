using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>The state of an ONNX graph while it is read: the meaning of its values, their consumers, and the layers so far.</summary>
internal sealed class ImportContext
{
    private readonly Dictionary<string, ImportedValue> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<NodeProto>> consumers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Layer> layersByWeights = new(StringComparer.Ordinal);
    private readonly HashSet<string> layerNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConstantValue> folded = new(StringComparer.Ordinal);
    private long decodable, foldable;

    public ImportContext(GraphProto graph, long opset, long fileLength)
    {
        Opset = opset;
        decodable = fileLength;
        foldable = 2 * fileLength;
        foreach (NodeProto node in graph.Node)
        {
            foreach (string input in node.Input)
            {
                if (!consumers.TryGetValue(input, out List<NodeProto>? list))
                    consumers[input] = list = [];
                list.Add(node);
            }
        }

        foreach (ValueInfoProto output in graph.Output)
            Outputs.Add(output.Name);
    }

    public ImportedWeights Weights { get; } = new();

    /// <summary>The linear Dense layers so far, with their weights and their names.</summary>
    public Dictionary<Layer, (DenseProjection Weights, string? Name)> DenseLayers { get; } = [];

    /// <summary>The masks of keys in the form that attention takes, by the values that they are made of.</summary>
    public Dictionary<Node, Node> KeyMasks { get; } = [];

    /// <summary>The sizes of the nodes' axes.</summary>
    public NodeSizes Sizes { get; } = new();

    /// <summary>The version of the operators.</summary>
    public long Opset { get; }

    /// <summary>Gets a value indicating whether an Embedding makes a mask of padding.</summary>
    public bool MasksPadding { get; set; }

    /// <summary>The size of the batch if the file fixes it.</summary>
    public long? FixedBatch { get; private set; }

    /// <summary>Notes the size that the file gives the batch of an input; 0 if it gives none.</summary>
    /// <exception cref="ModelFileException">Another input has a batch of another size.</exception>
    public void FixBatch(string input, long size)
    {
        if (size > 0 && (FixedBatch ?? size) != size)
        {
            throw new ModelFileException(
                $"the input '{input}' has a batch of {size} rows and another one has {FixedBatch}; the first axis of all inputs is the "
                    + "batch");
        }

        if (size > 0)
            FixedBatch = size;
    }

    /// <summary>Returns whether an operator takes the value or the graph gives it as an output.</summary>
    public bool IsUsed(string value) => consumers.ContainsKey(value) || Outputs.Contains(value);

    private HashSet<string> Outputs { get; } = new(StringComparer.Ordinal);

    public bool IsDefined(string name) => values.ContainsKey(name);

    public ImportedValue? Find(string name) => values.GetValueOrDefault(name);

    public void Define(string name, ImportedValue value, string what)
    {
        if (name.Length == 0 || !values.TryAdd(name, value))
            throw new ModelFileException($"{what} '{name}' needs a name of its own");
    }

    public IReadOnlyList<NodeProto> ConsumersOf(string value) => consumers.GetValueOrDefault(value) ?? [];

    /// <summary>Returns whether the elements of a value go to a single operator and nowhere else.</summary>
    public bool IsUsedOnce(string value) =>
        ConsumersOf(value).Count(consumer => consumer.OpType != "Shape") == 1 && !Outputs.Contains(value);

    /// <summary>
    /// The layer of these weights: made at their first use, shared at any other. So a file cannot have its weights copied over and
    /// over, and what was shared when it was written is shared again.
    /// </summary>
    public T Shared<T>(string weights, Func<T> make)
        where T : Layer
    {
        if (!layersByWeights.TryGetValue(weights, out Layer? layer))
            layersByWeights[weights] = layer = make();
        return (T)layer;
    }

    /// <summary>The Dense layer of these weights, which is named for the operator.</summary>
    public Dense Dense(DenseProjection weights, OperatorNode node) => Shared(weights.Key, () =>
    {
        string? name = node.LayerName();
        var layer = new Dense(weights.Units, useBias: weights.Bias is not null, name: name);
        DenseLayers[layer] = (weights, name);
        Weights.Add(layer, "kernel", weights.ReadKernel);
        if (weights.Bias is not null)
            Weights.Add(layer, "bias", weights.ReadBias);
        return layer;
    });

    /// <summary>The constant that an operator makes of others: computed at its first use, the same one at any other.</summary>
    public ConstantValue Folded(string key, Func<ConstantValue> fold)
    {
        if (!folded.TryGetValue(key, out ConstantValue? constant))
            folded[key] = constant = fold();
        return constant;
    }

    /// <summary>
    /// A layer's name for an ONNX name: what stands before the last slash, or all of it; null if there is nothing to make a name of
    /// or it is taken.
    /// </summary>
    public string? NameFor(string onnxName)
    {
        string trimmed = onnxName.Trim('/');
        int slash = trimmed.LastIndexOf('/');
        string name = (slash < 0 ? trimmed : trimmed[..slash]).Replace('/', '_');
        return !string.IsNullOrWhiteSpace(name) && layerNames.Add(name) ? name : null;
    }

    /// <summary>Counts the elements of weights that are taken out of the file.</summary>
    /// <exception cref="ModelFileException">They are more than the file can hold once.</exception>
    public void Spend(long elements)
    {
        decodable -= elements;
        if (decodable < 0)
        {
            throw new ModelFileException(
                "weights are used over and over, in layers that do not share them, so that they would take more memory than the file");
        }
    }

    /// <summary>Counts the elements of constants that are computed of others, before memory is taken for them.</summary>
    /// <exception cref="ModelFileException">They are more than a file of this length gives reason to.</exception>
    public void SpendOnFolding(long elements)
    {
        foldable -= elements;
        if (foldable < 0)
        {
            throw new ModelFileException(
                "what is computed of constants would take far more memory than the file; export the model with constants folded "
                + "(do_constant_folding=True)");
        }
    }
}
