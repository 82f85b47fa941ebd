using Microsoft.ML.OnnxRuntime;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx.Tests;

/// <summary>
/// Tests of graphs whose structure is changed at random: operators, attributes, inputs, sizes. Each is refused with a message or has the
/// predictions of ONNX Runtime, and takes no more memory than its length justifies.
/// </summary>
public class ForeignGraphFuzzTests
{
    private const int Graphs = 4_000, GraphsToRun = 1_500;

    private static readonly string[] Types =
    [
        "Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean", "Gemm", "MatMul", "Relu", "Sigmoid", "Softmax", "LeakyRelu", "PRelu", "Clip",
        "Flatten", "Reshape", "Concat", "Identity", "BatchNormalization", "LayerNormalization", "ReduceMean", "ReduceMax", "Gather",
        "GreaterOrEqual", "Cast", "Transpose", "Elu", "Neg", "Dropout", "Squeeze", "OneHot", "Pow", "Tanh", "LpNormalization",
        "Slice", "Unsqueeze", "Sqrt", "ReduceL2", "ReduceSum", "Where", "Equal", "Shape", "Expand", "ConstantOfShape",
    ];

    private static readonly ForeignGraph[] Originals = [.. ForeignGraphs.All.Where(graph => graph.Refusal is null)];

    [Fact]
    public void EveryChangedGraphIsReadOrRefused()
    {
        int read = 0;
        for (int i = 0; i < Graphs; i++)
        {
            ForeignGraph graph = Changed(i, out byte[] file);
            long before = GC.GetAllocatedBytesForCurrentThread();
            if (TryLoad(file, $"{i}, {graph.Name}") is not null)
                read++;
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < 1_000_000 + 50L * file.Length, $"{i}, {graph.Name}: {taken} bytes were taken for a file of {file.Length}.");
        }

        Assert.InRange(read, Graphs / 10, Graphs * 9 / 10);
    }

    [Fact]
    public void ReadGraphsPredictLikeOnnxRuntime()
    {
        int read = 0, compared = 0;
        for (int seed = 0; seed < GraphsToRun; seed++)
        {
            ForeignGraph graph = Changed(seed, out byte[] file);
            string name = $"{seed}, {graph.Name}";
            if (TryLoad(file, name) is not { } model)
                continue;
            read++;
            if (TryRun(file, graph) is not { } expected || TryPredict(model, graph) is not { } actual)
                continue;
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++)
                RequireEqual(expected[i], actual[i], name);
            compared++;
        }

        Assert.InRange(compared, read * 3 / 4, read);
    }

    /// <summary>Returns the outputs of ONNX Runtime; null if it refuses the graph.</summary>
    private static Tensor[]? TryRun(byte[] file, ForeignGraph graph)
    {
        try
        {
            return OnnxRuntime.Run(file, graph);
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    private static Model? TryLoad(byte[] file, string what)
    {
        try
        {
            return OnnxModel.Load(new MemoryStream(file));
        }
        catch (ModelFileException)
        {
            return null;
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what}: {exception}");
            throw;
        }
    }

    /// <summary>Returns the predictions; null if a layer refuses the rows with a message, for example because they are no tokens.</summary>
    private static Tensor[]? TryPredict(Model model, ForeignGraph graph)
    {
        try
        {
            return [.. model.Predict(graph.Inputs)];
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Compares outputs; values that are not finite are equal to each other.</summary>
    private static void RequireEqual(Tensor expected, Tensor actual, string what)
    {
        Assert.True(expected.Shape.Equals(actual.Shape), $"{what}: the shape {expected.Shape} expected, {actual.Shape} there");
        float[] values = expected.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsFinite(values[i]) && Math.Abs(values[i]) < 1e6)
                Close.To(values[i], actual.ToArray()[i], 1e-4, $"{what}[{i}]");
        }
    }

    private static ForeignGraph Changed(int seed, out byte[] file)
    {
        var random = new Random(seed);
        ForeignGraph graph = Originals[random.Next(Originals.Length)];
        ModelProto model = ModelProto.Parser.ParseFrom(graph.Bytes);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
            Change(model.Graph, random);
        file = Google.Protobuf.MessageExtensions.ToByteArray(model);
        return graph;
    }

    private static void Change(GraphProto graph, Random random)
    {
        NodeProto node = graph.Node[random.Next(graph.Node.Count)];
        switch (random.Next(9))
        {
            case 0:
                node.OpType = Types[random.Next(Types.Length)];
                break;
            case 1 when node.Input.Count > 0:
                node.Input[random.Next(node.Input.Count)] = AnyValue(graph, random);
                break;
            case 2:
                node.Input.Add(AnyValue(graph, random));
                break;
            case 3 when node.Input.Count > 1:
                (node.Input[0], node.Input[1]) = (node.Input[1], node.Input[0]);
                break;
            case 4 when node.Attribute.Count > 0:
                Change(node.Attribute[random.Next(node.Attribute.Count)], random);
                break;
            case 5 when node.Attribute.Count > 0:
                node.Attribute.RemoveAt(random.Next(node.Attribute.Count));
                break;
            case 6 when graph.Initializer.Count > 0:
                ChangeSizes(graph.Initializer[random.Next(graph.Initializer.Count)], random);
                break;
            case 7:
                node.Attribute.Add(ForeignGraph.Int(random.Next(3) switch { 0 => "axis", 1 => "keepdims", _ => "transB" }, random.Next(-3, 4)));
                break;
            default:
                Append(graph, random);
                break;
        }
    }

    private static void Append(GraphProto graph, Random random)
    {
        string output = $"z{graph.Node.Count}";
        graph.Node.Add(new NodeProto
        {
            OpType = Types[random.Next(Types.Length)],
            Input = { graph.Output[0].Name, AnyValue(graph, random) },
            Output = { output }
        });
        if (random.Next(2) == 0)
            graph.Node[^1].Input.RemoveAt(1);
        graph.Output[0].Name = output;
    }

    private static string AnyValue(GraphProto graph, Random random)
    {
        string[] names =
        [
            .. graph.Input.Select(input => input.Name), .. graph.Initializer.Select(initializer => initializer.Name),
                .. graph.Node.Select(other => other.Output[0]),
        ];
        return names[random.Next(names.Length)];
    }

    private static void Change(AttributeProto attribute, Random random)
    {
        if (attribute.HasI)
            attribute.I = random.Next(-3, 4);
        else if (attribute.HasF)
            attribute.F = new[] { 0, 0.5f, -1, 2, 1e-5f, 1e20f }[random.Next(6)];
        else if (attribute.Ints.Count > 0)
            attribute.Ints[random.Next(attribute.Ints.Count)] = random.Next(-3, 4);
    }

    /// <summary>Changes the sizes of a tensor but not the number of its values.</summary>
    private static void ChangeSizes(TensorProto tensor, Random random)
    {
        long[] sizes = [.. tensor.Dims];
        long length = sizes.Aggregate(1L, (product, size) => product * size);
        tensor.Dims.Clear();
        tensor.Dims.Add(random.Next(6) switch
        {
            0 => [length],
            1 => [length, 1],
            2 => [1, length],
            3 => sizes.Reverse().ToArray(),
            4 => [1, .. sizes],
            _ => [.. sizes, 1],
        });
    }
}
