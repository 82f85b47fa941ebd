using System.Runtime.InteropServices;
using Google.Protobuf;
using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>Writes operators and constants into an ONNX graph and gives them readable names of their own.</summary>
internal sealed class GraphWriter(string name)
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly Dictionary<Parameter, string> parameters = [];

    public GraphProto Graph { get; } = new() { Name = name };

    /// <summary>Reserves names for the inputs of the graph and the outputs of layers.</summary>
    public void Reserve(IEnumerable<string> reserved) => names.UnionWith(reserved);

    public void AddInput(string name, Shape shape, DataType type = DataType.Float) => Graph.Input.Add(Describe(name, shape, type));

    public void AddOutput(string name, Shape shape) => Graph.Output.Add(Describe(name, shape, DataType.Float));

    /// <summary>Writes an operator.</summary>
    /// <param name="operatorType">The operator.</param>
    /// <param name="prefix">The start of its name.</param>
    /// <param name="inputs">The names of its inputs.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="domain">The domain of the operator; that of ONNX by default.</param>
    /// <returns>The name of its only output, which is also its own: the prefix and the operator's.</returns>
    public string Add(
        string operatorType, string prefix, IEnumerable<string> inputs, ReadOnlySpan<AttributeProto> attributes, string domain = "")
    {
        string output = Unique(prefix + operatorType);
        var node = new NodeProto { OpType = operatorType, Name = output, Input = { inputs }, Output = { output } };
        if (domain.Length > 0)
            node.Domain = domain;
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        Graph.Node.Add(node);
        return output;
    }

    /// <summary>Renames the output of an operator that no other operator uses yet.</summary>
    public void Rename(string output, string newName)
    {
        for (int i = Graph.Node.Count - 1; i >= 0; i--)
        {
            if (Graph.Node[i].Output[0] != output)
                continue;
            Graph.Node[i].Output[0] = newName;
            return;
        }
    }

    /// <summary>Writes a parameter's values, once.</summary>
    public string Add(Parameter parameter)
    {
        if (!parameters.TryGetValue(parameter, out string? name))
            parameters[parameter] = name = Add(Unique(parameter.Name), [.. parameter.Shape], parameter.Value.AsSpan());
        return name;
    }

    /// <summary>Writes a parameter's values in another order or shape, once.</summary>
    public string Add(Parameter parameter, Func<Parameter, (int[] Sizes, float[] Values)> arrange)
    {
        if (!parameters.TryGetValue(parameter, out string? name))
        {
            (int[] sizes, float[] values) = arrange(parameter);
            parameters[parameter] = name = Add(Unique(parameter.Name), sizes, values);
        }

        return name;
    }

    public string AddConstant(string name, int[] sizes, ReadOnlySpan<float> values) => Add(Unique(name), sizes, values);

    public string AddConstant(string name, int[] sizes, ReadOnlySpan<double> values)
    {
        string unique = Unique(name);
        Add(unique, sizes, DataType.Double, values);
        return unique;
    }

    public string AddConstant(string name, int[] sizes, ReadOnlySpan<long> values)
    {
        string unique = Unique(name);
        Add(unique, sizes, DataType.Int64, values);
        return unique;
    }

    private string Add(string name, int[] sizes, ReadOnlySpan<float> values)
    {
        Add(name, sizes, DataType.Float, values);
        return name;
    }

    private void Add<T>(string name, int[] sizes, DataType type, ReadOnlySpan<T> values)
        where T : unmanaged => Graph.Initializer.Add(new TensorProto
        {
            Name = name,
            Dims = { sizes.Select(size => (long)size) },
            DataType = (int)type,
            RawData = LittleEndian(values),
        });

    private string Unique(string wanted)
    {
        string unique = wanted;
        for (int count = 1; !names.Add(unique); count++)
            unique = FormattableString.Invariant($"{wanted}_{count}");
        return unique;
    }

    private static ValueInfoProto Describe(string name, Shape shape, DataType elementType)
    {
        var sizes = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "batch" } } };
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            sizes.Dim.Add(shape[axis] == Shape.Open
                ? new TensorShapeProto.Types.Dimension { DimParam = FormattableString.Invariant($"{name}_{axis + 1}") }
                : new TensorShapeProto.Types.Dimension { DimValue = shape[axis] });
        }

        var type = new TypeProto.Types.Tensor { ElemType = (int)elementType, Shape = sizes };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }

    private static ByteString LittleEndian<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        int size = Marshal.SizeOf<T>();
        for (int start = 0; !BitConverter.IsLittleEndian && start < bytes.Length; start += size)
            bytes.AsSpan(start, size).Reverse();
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
