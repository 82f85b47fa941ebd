using System.Runtime.InteropServices;
using Google.Protobuf;
using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.AttributeProto.Types;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx.Tests;

/// <summary>A graph as other programs may write it, built operator by operator, and rows for its inputs.</summary>
internal sealed class ForeignGraph
{
    public const int Rows = 3;

    private readonly List<DataType> inputTypes = [];
    private readonly List<Tensor> inputs = [];

    /// <summary>Creates a graph whose input x has rows of the given sizes, and an open batch axis unless its size is given.</summary>
    public ForeignGraph(string name, int[] row, DataType type = DataType.Float, int? batch = null, int? tokens = null)
    {
        Name = name;
        Model.Graph = new GraphProto { Name = "foreign" };
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        Input("x", row, type, batch, tokens);
    }

    public string Name { get; }

    public ModelProto Model { get; } = new() { IrVersion = 8 };

    /// <summary>A word of the message that refuses the graph; null if it can be read.</summary>
    public string? Refusal { get; private set; }

    public IReadOnlyList<Tensor> Inputs => inputs;

    public IReadOnlyList<DataType> InputTypes => inputTypes;

    public byte[] Bytes => Model.ToByteArray();

    public override string ToString() => Name;

    public ForeignGraph Input(string name, int[] row, DataType type = DataType.Float, int? batch = null, int? tokens = null)
    {
        inputTypes.Add(type);
        Shape shape = [batch ?? Rows, .. row];
        inputs.Add(tokens is int bound ? TestData.Integers(shape, seed: 5 + inputs.Count, bound)
            : TestData.Normal(shape, seed: 5 + inputs.Count, scale: 2));
        var sizes = new TensorShapeProto();
        sizes.Dim.Add(batch is int size ? new TensorShapeProto.Types.Dimension { DimValue = size } : new() { DimParam = "n" });
        foreach (int rowSize in row)
            sizes.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = rowSize });
        Model.Graph.Input.Add(new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new() { ElemType = (int)type, Shape = sizes } }
        });
        return this;
    }

    /// <summary>Adds an initializer of random numbers, or of the given ones.</summary>
    public ForeignGraph Weights(string name, int[] sizes, params float[] values) => Add(Floats(name, sizes, values));

    public ForeignGraph Weights(TensorProto tensor) => Add(tensor);

    public ForeignGraph Integers(string name, int[] sizes, params long[] values) =>
        Add(new TensorProto { Name = name, Dims = { Longs(sizes) }, DataType = (int)DataType.Int64, Int64Data = { values } });

    /// <summary>Adds an operator whose output is y, y1, y2, …; the graph's output is that of the last one.</summary>
    public ForeignGraph Node(string type, string inputNames, params AttributeProto[] attributes)
    {
        int number = Model.Graph.Node.Count;
        string output = number == 0 ? "y" : FormattableString.Invariant($"y{number}");
        var node = new NodeProto { OpType = type, Name = $"node {output}", Input = { inputNames.Split(' ').Select(name => name == "-" ? "" : name) }, Output = { output } };
        node.Attribute.Add(attributes);
        Model.Graph.Node.Add(node);
        Model.Graph.Output.Clear();
        return Output(output);
    }

    public ForeignGraph Output(string name)
    {
        int type = Model.Graph.Input[0].Type.TensorType.ElemType == (int)DataType.Double ? (int)DataType.Double : (int)DataType.Float;
        Model.Graph.Output.Add(new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new() { ElemType = type } } });
        return this;
    }

    public ForeignGraph With(Action<ModelProto> change)
    {
        change(Model);
        return this;
    }

    /// <summary>States that the graph is refused, with this word in the message.</summary>
    public ForeignGraph Refused(string word)
    {
        Refusal = word;
        return this;
    }

    public static AttributeProto Float(string name, float value) => new() { Name = name, F = value, Type = AttributeType.Float };

    public static AttributeProto Int(string name, long value) => new() { Name = name, I = value, Type = AttributeType.Int };

    public static AttributeProto Ints(string name, params long[] values) =>
        new() { Name = name, Ints = { values }, Type = AttributeType.Ints };

    public static AttributeProto Tensor(string name, TensorProto value) => new() { Name = name, T = value, Type = AttributeType.Tensor };

    public static TensorProto Floats(string name, int[] sizes, params float[] values)
    {
        float[] data = values.Length > 0 ? values : TestData.Normal(sizes, seed: name.Length + sizes.Sum()).ToArray();
        return new TensorProto { Name = name, Dims = { Longs(sizes) }, DataType = (int)DataType.Float, FloatData = { data } };
    }

    /// <summary>Converts a tensor to raw bytes of another type.</summary>
    public static TensorProto Raw<T>(TensorProto tensor, DataType type, Func<float, T> convert)
        where T : unmanaged => new()
        {
            Name = tensor.Name,
            Dims = { tensor.Dims },
            DataType = (int)type,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(tensor.FloatData.Select(convert).ToArray())),
        };

    private static IEnumerable<long> Longs(int[] sizes) => sizes.Select(size => (long)size);

    private ForeignGraph Add(TensorProto tensor)
    {
        Model.Graph.Initializer.Add(tensor);
        return this;
    }
}
