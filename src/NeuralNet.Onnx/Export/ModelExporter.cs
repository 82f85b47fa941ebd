using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Makes an ONNX model of the layers of a model, in their order of computation.</summary>
internal sealed class ModelExporter
{
    public const int IrVersion = 8, Opset = 17;

    /// <summary>The greatest length of a message of protocol buffers.</summary>
    private const long GreatestLength = int.MaxValue;

    private readonly LayerGraph graph;
    private readonly GraphWriter writer;
    private readonly ExportedValue[] values;

    private ModelExporter(Model model)
    {
        graph = model.Graph;
        writer = new GraphWriter(model.Name);
        values = new ExportedValue[graph.Nodes.Count];
    }

    public static ModelProto Export(Model model)
    {
        model.Graph.RequireDistinctNames();
        long length = model.Parameters.Sum(parameter => (long)parameter.Shape.Size * sizeof(float));
        if (length > GreatestLength)
        {
            throw new NotSupportedException(
                $"The weights of the model '{model.Name}' take {length} bytes; an ONNX file can hold {GreatestLength}.");
        }

        return new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "NeuralNet",
            ProducerVersion = typeof(Model).Assembly.GetName().Version!.ToString(3),
            Graph = new ModelExporter(model).Export(),
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
        };
    }

    private GraphProto Export()
    {
        string[] names = Names();
        writer.Reserve(names);
        foreach (int input in graph.Inputs)
            writer.AddInput(names[input], graph.Nodes[input].OutputShape);
        for (int i = 0; i < values.Length; i++)
            values[i] = Export(graph.Nodes[i], names[i]);
        var outputs = new HashSet<int>();
        foreach (Port output in graph.Outputs)
            writer.AddOutput(OutputName(output.Node, isFurther: !outputs.Add(output.Node)), graph.ShapeOf(output));
        return writer.Graph;
    }

    private ExportedValue Export(GraphNode node, string name)
    {
        if (node.Layer is InputLayer)
            return new ExportedValue(name, node.OutputShape);
        if (node.OutputShapes.Count > 1)
        {
            throw new NotSupportedException(
                $"The layer '{node.Layer.Name}' ({node.Layer.ClassName}) has {node.OutputShapes.Count} outputs and no counterpart in ONNX.");
        }

        var use = new LayerUse(writer, name, node, [.. node.Inputs.Select(port => values[port.Node])]);
        return use.Finish(LayerExporters.Export(use));
    }

    /// <summary>An input that is an output too needs a name of its own there, and so does what is an output more than once.</summary>
    private string OutputName(int node, bool isFurther) => isFurther || graph.Nodes[node].Layer is InputLayer
        ? writer.Add("Identity", values[node].Name + "/", [values[node].Name])
        : values[node].Name;

    /// <summary>For each node the layer's name; further uses of a shared layer are numbered from 1, unless a layer is called so.</summary>
    private string[] Names()
    {
        var taken = graph.Nodes.Select(node => node.Path).ToHashSet(StringComparer.Ordinal);
        return [.. NodeReference.Number(graph.Nodes).Select((use, i) => use.Use == 0 ? graph.Nodes[i].Path : Unique(graph.Nodes[i].Path, use.Use))];

        string Unique(string path, int use)
        {
            string name = FormattableString.Invariant($"{path}:{use}");
            while (!taken.Add(name))
                name += "_";
            return name;
        }
    }
}
