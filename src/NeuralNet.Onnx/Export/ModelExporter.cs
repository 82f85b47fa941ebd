using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Creates an ONNX model from the layers of a model, in their order of computation.</summary>
internal sealed class ModelExporter
{
    public const int IrVersion = 8, Opset = 17;

    /// <summary>The maximum length of a message of protocol buffers.</summary>
    private const long MaxLength = int.MaxValue;

    /// <summary>The version of the operators of ONNX-ML in ONNX 1.12.</summary>
    private const int MachineLearningOpset = 3;

    private readonly LayerGraph graph;
    private readonly EncoderExporter? encoders;
    private readonly GraphWriter writer;
    private readonly ExportedValue[] values;

    private ModelExporter(Model model, bool includeEncoders)
    {
        graph = model.Graph;
        encoders = includeEncoders && model.Encoders.Count > 0 ? new EncoderExporter(model.Encoders) : null;
        writer = new GraphWriter(model.Name);
        values = new ExportedValue[graph.Nodes.Count];
    }

    public static ModelProto Export(Model model, bool includeEncoders)
    {
        model.Graph.RequireDistinctNames();
        long length = model.Parameters.Sum(parameter => (long)parameter.Shape.Size * sizeof(float));
        if (length > MaxLength)
        {
            throw new NotSupportedException(
                $"The weights of the model '{model.Name}' take {length} bytes; an ONNX file can hold {MaxLength}.");
        }

        var file = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "NeuralNet",
            ProducerVersion = typeof(Model).Assembly.GetName().Version!.ToString(3),
            Graph = new ModelExporter(model, includeEncoders).Export(),
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
        };
        if (file.Graph.Node.Any(node => node.Domain == GraphSection.MachineLearning))
            file.OpsetImport.Add(new OperatorSetIdProto { Domain = GraphSection.MachineLearning, Version = MachineLearningOpset });
        return file;
    }

    private GraphProto Export()
    {
        string[] names = Names();
        writer.Reserve(names);
        AddInputs(names);
        for (int i = 0; i < values.Length; i++)
            values[i] = Export(graph.Nodes[i], names[i]);
        var outputs = new HashSet<int>();
        foreach (Port output in graph.Outputs)
            writer.AddOutput(OutputName(output.Node, isFurther: !outputs.Add(output.Node)), graph.ShapeOf(output));
        return writer.Graph;
    }

    /// <summary>Adds the inputs of the graph: those of the model or, with its encoders, the columns that these encode.</summary>
    private void AddInputs(string[] names)
    {
        if (encoders is not null)
        {
            encoders.Export(writer, [.. graph.Inputs.Select(input => names[input])]);
            return;
        }

        foreach (int input in graph.Inputs)
            writer.AddInput(names[input], graph.Nodes[input].OutputShapes[0]);
    }

    private ExportedValue Export(GraphNode node, string name)
    {
        if (IsInput(node))
            return new ExportedValue(name, node.OutputShapes[0]);
        if (node.OutputShapes.Count > 1)
        {
            throw new NotSupportedException(
                $"The layer '{node.Layer.Name}' ({node.Layer.ClassName}) has {node.OutputShapes.Count} outputs and no counterpart in "
                    + "ONNX.");
        }

        var use = new LayerUse(writer, name, node, [.. node.Inputs.Select(port => values[port.Node])]);
        return use.Finish(LayerExporters.Export(use));
    }

    /// <summary>An input that is an output too needs a name of its own there, and so does what is an output more than once.</summary>
    private string OutputName(int node, bool isFurther) => isFurther || IsInput(graph.Nodes[node])
        ? writer.Add("Identity", values[node].Name + "/", [values[node].Name], [])
        : values[node].Name;

    private static bool IsInput(GraphNode node) => node.Inputs.Count == 0;

    /// <summary>
    /// Returns the name of each node: the path of its layer, numbered if a column has that name; further uses of a shared layer are
    /// numbered from 1, unless a layer has that name.
    /// </summary>
    private string[] Names()
    {
        HashSet<string> columns = [.. encoders?.Columns ?? []], taken = [.. graph.Nodes.Select(node => node.Path), .. columns];
        var uses = new Dictionary<Layer, int>();
        return [.. graph.Nodes.Select(Name)];

        string Name(GraphNode node)
        {
            int use = uses.GetValueOrDefault(node.Layer);
            uses[node.Layer] = use + 1;
            return use == 0 && !columns.Contains(node.Path) ? node.Path : Unique(node.Path, use);
        }

        string Unique(string path, int use)
        {
            string name = FormattableString.Invariant($"{path}:{use}");
            while (!taken.Add(name))
                name += "_";
            return name;
        }
    }
}
