using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>
/// Makes a model of an ONNX graph: goes through its operators in their order and notes what each value stands for, layers being made
/// on the way. Weights are given to the layers at the end, for some layers are made anew with the activation behind them.
/// </summary>
internal sealed class ModelImporter
{
    private const int LeastOpset = 11;

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
        if (opset < LeastOpset)
        {
            throw new ModelFileException(
                $"its operators are of opset {opset}; {LeastOpset} and newer are read. Export it anew, or convert it with "
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
        List<Node> outputs = Outputs();
        HashSet<Node> reached = [.. PaddingMask.UpTo(outputs)];
        LayerGraph layers = LayerGraph.Between([.. inputs.Where(reached.Contains)], outputs);
        layers = ActivationFusion.Apply(layers, context.Weights);
        context.Weights.Apply(layers);
        string? name = string.IsNullOrWhiteSpace(graph.Name) ? null : graph.Name;
        return IsChain(layers) ? new Sequential(layers, seed: null, name) : new Model(layers, seed: null, name ?? "functional");
    }

    private void AddInput(ValueInfoProto description)
    {
        TypeProto.Types.Tensor type = description.Type?.TensorType
            ?? throw new ModelFileException($"the input '{description.Name}' is not a tensor");
        if (type.Shape is null || type.Shape.Dim.Count is 0 or > Shape.MaxRank)
        {
            throw new ModelFileException(
                $"the input '{description.Name}' has {type.Shape?.Dim.Count ?? 0} axes; it takes the batch and at most "
                + $"{Shape.MaxRank - 1} more");
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
            var other => throw new ModelFileException(
                $"the input '{description.Name}' has elements of type {other}; Float, Double, Int32 and Int64 are read"),
        }, "the input");
        context.FixBatch(description.Name, type.Shape.Dim[0].DimValue);
    }

    private void AddNode(OperatorNode node)
    {
        try
        {
            ImportedValue value = OperatorImporters.Import(node);
            if (!node.PassesOn(value))
                value.Producer ??= node;
            context.Define(node.Output, value, "the output of");
            foreach (string output in node.FurtherOutputs)
                context.Define(output, new FurtherOutput(output, node), "the output of");
        }
        catch (Exception exception)
            when (exception is FormatException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new ModelFileException($"{node}: {exception.Message}", exception);
        }
    }

    /// <summary>What bears two names is one output of the operators and two of the model.</summary>
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

    private static bool IsChain(LayerGraph layers)
    {
        bool isChain = layers.Outputs is [var output] && output.Node == layers.Nodes.Count - 1 && layers.Layers.Count == layers.Nodes.Count - 1;
        for (int i = 0; i < layers.Nodes.Count; i++)
            isChain &= i == 0 ? layers.Nodes[i].Inputs.Count == 0 : layers.Nodes[i].Inputs is [var source] && source.Node == i - 1;
        return isChain;
    }
}
