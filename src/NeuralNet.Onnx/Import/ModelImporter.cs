using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>
/// Creates a model from an ONNX graph: iterates over its operators in their order and records the meaning of each value, creating layers on
/// the way. The weights are set at the end, for some layers are replaced by layers with the activation behind them.
/// </summary>
internal sealed class ModelImporter
{
    private const int MinOpset = 8;

    private readonly GraphProto graph;
    private readonly ImportContext context;
    private readonly List<Input> inputs = [];

    private ModelImporter(GraphProto graph, long opset, long fileLength)
    {
        this.graph = graph;
        context = new ImportContext(graph, opset, fileLength);
    }

    public static Model Import(ModelProto model, long fileLength)
    {
        if (model.Graph is null || model.OpsetImport.Count == 0)
            throw new ModelFileException("it has no graph, or does not say of which opset its operators are");
        long opset = model.OpsetImport.LastOrDefault(import => import.Domain is "" or "ai.onnx")?.Version ?? 0;
        if (opset < MinOpset)
        {
            throw new ModelFileException(
                $"its operators are of opset {opset}; {MinOpset} and newer are read. Export it anew, or convert it with "
                + "onnx.version_converter");
        }

        return new ModelImporter(model.Graph, opset, fileLength).Import();
    }

    private Model Import()
    {
        foreach (TensorProto initializer in graph.Initializer)
            context.Define(initializer.Name, new StoredConstant(initializer, context), "the initializer");
        foreach (ValueInfoProto input in graph.Input)
        {
            if (!context.IsDefined(input.Name) && context.IsUsed(input.Name))
                AddInput(input);
        }

        for (int i = 0; i < graph.Node.Count; i++)
            AddNode(new OperatorNode(context, graph.Node[i]));
        IReadOnlyList<Node> outputs = Outputs();
        outputs = ActivationFusion.Apply(context, NodeOrder.UpTo(outputs), outputs);
        IReadOnlyList<Node> nodes = NodeOrder.UpTo(outputs);
        context.Weights.Apply(nodes.Select(node => node.Layer).Distinct());
        string? name = string.IsNullOrWhiteSpace(graph.Name) ? null : graph.Name;
        return IsChain(nodes, outputs) ? Chain(nodes, name) : new Model([.. inputs.Where(nodes.Contains)], outputs, name);
    }

    private void AddInput(ValueInfoProto description)
    {
        TypeProto.Types.Tensor type = description.Type?.TensorType
            ?? throw new ModelFileException($"the input '{description.Name}' is not a tensor");
        if (type.Shape is null || type.Shape.Dim.Count is 0 or > ShapeExtensions.MaxRank)
        {
            throw new ModelFileException(
                $"the input '{description.Name}' has {type.Shape?.Dim.Count ?? 0} axes; it takes the batch and at most "
                + $"{ShapeExtensions.MaxRank - 1} more");
        }

        Shape row = context.Sizes.Describe(description.Name, type.Shape.Dim);
        var input = new Input(row, name: context.NameFor(description.Name));
        inputs.Add(input);
        context.Sizes.AddInput(input, description.Name, type.Shape.Dim);
        ImportedValue value = new LayerValue(input);
        context.Define(description.Name, (DataType)type.ElemType switch
        {
            DataType.Float or DataType.Double => value,
            DataType.Int64 or DataType.Int32 => new TokensValue(input),
            DataType.String => throw new ModelFileException(
                $"the input '{description.Name}' has texts{For(context.ConsumersOf(description.Name))}, and a model takes numbers. Write "
                + "the file without its preprocessing; this library does by includeEncoders: false"),
            var other => throw new ModelFileException(
                $"the input '{description.Name}' has elements of type {other}; Float, Double, Int32 and Int64 are read"),
        }, "the input");
        context.FixBatch(description.Name, type.Shape.Dim[0].DimValue);

        static string For(IReadOnlyList<NodeProto> consumers) => consumers.Count > 0 ? $" for the operator {consumers[0].OpType}" : "";
    }

    private void AddNode(OperatorNode node)
    {
        try
        {
            ImportedValue value = OperatorImporters.Import(node);
            if (!node.PassesOn(value))
                value.Producer ??= node;
            if (node.Output.Length > 0 || !node.FurtherOutputs.Any())
                context.Define(node.Output, value, "the output of");
            foreach ((string output, ImportedValue further) in node.FurtherValues)
                context.Define(output, further, "the output of");
        }
        catch (Exception exception)
            when (exception is FormatException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new ModelFileException($"{node}: {exception.Message}", exception);
        }
    }

    /// <summary>Returns the outputs of the model; a value that has two names is two outputs.</summary>
    private List<Node> Outputs()
    {
        var outputs = new List<Node>();
        foreach (ValueInfoProto output in graph.Output.DistinctBy(output => output.Name))
        {
            Node node = Output(output);
            outputs.Add(outputs.Contains(node) ? node.Add(new ActivationLayer(Activation.Linear, context.NameFor(output.Name))) : node);
        }

        return outputs.Count == graph.Output.Count ? outputs : throw new ModelFileException("it names an output more than once");
    }

    private Node Output(ValueInfoProto output)
    {
        ImportedValue value = context.Find(output.Name) ?? throw new ModelFileException($"no operator gives the output '{output.Name}'");
        try
        {
            return value.Node;
        }
        catch (ModelFileException exception)
        {
            throw new ModelFileException($"the output '{output.Name}' of the graph: {exception.Message}", exception);
        }
    }

    private static bool IsChain(IReadOnlyList<Node> nodes, IReadOnlyList<Node> outputs) =>
        outputs is [var output] && output == nodes[^1]
        && nodes.DistinctBy(node => node.Layer).Count() == nodes.Count
        && nodes.All(node => node.Outputs.Count <= 1)
        && nodes[0].Inputs.Count == 0
        && nodes.Skip(1).Index().All(pair => pair.Item.Inputs is [var source] && source == nodes[pair.Index]);

    private static Sequential Chain(IReadOnlyList<Node> nodes, string? name)
    {
        var chain = new Sequential(nodes[0].Shape, name: name);
        chain.Graph.Nodes[0].Layer.Name = nodes[0].Layer.Name;
        foreach (Node node in nodes.Skip(1))
            chain.Add(node.Layer);
        return chain;
    }
}
