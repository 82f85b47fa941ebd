using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>An operator of an ONNX graph with what its inputs stand for.</summary>
internal sealed class OperatorNode(ImportContext context, NodeProto node)
{
    public ImportContext Context => context;

    public string Type => node.OpType;

    public string Output => node.Output.Count > 0 ? node.Output[0] : "";

    public int InputCount => node.Input.Count;

    public bool IsOfOnnx => node.Domain is "" or "ai.onnx";

    /// <summary>What an input stands for.</summary>
    /// <exception cref="ModelFileException">There is none, or no earlier operator gives it.</exception>
    public ImportedValue this[int index] => Has(index)
        ? context.Find(node.Input[index]) ?? throw new ModelFileException(
            $"its input '{node.Input[index]}' is not given by an operator before it")
        : throw new ModelFileException($"its input {index} is missing");

    public IEnumerable<ImportedValue> Inputs => Enumerable.Range(0, InputCount).Select(index => this[index]);

    public bool Has(int index) => index < node.Input.Count && node.Input[index].Length > 0;

    public string InputName(int index) => node.Input[index];

    /// <summary>The axis or axes, which are an attribute or, since later opsets, an input.</summary>
    public long[] Axes(int input) => Find("axes") is { } attribute
        ? [.. attribute.Ints]
        : Has(input) ? Constant(input).ToIntegers() : throw new ModelFileException("it names no axes");

    public ConstantValue Constant(int index) => this[index] as ConstantValue
        ?? throw new ModelFileException($"its input '{node.Input[index]}' should be a constant");

    public AttributeProto? Find(string name) => node.Attribute.FirstOrDefault(attribute => attribute.Name == name);

    public float Get(string name, float defaultValue) => Find(name)?.F ?? defaultValue;

    public long Get(string name, long defaultValue) => Find(name)?.I ?? defaultValue;

    /// <exception cref="ModelFileException">An attribute has another value than the only one that is supported.</exception>
    public void Require(string name, long supported, long defaultValue)
    {
        long value = Get(name, defaultValue);
        if (value != supported)
            throw new ModelFileException($"its attribute '{name}' is {value}; only {supported} is supported");
    }

    /// <exception cref="ModelFileException">An axis is not the last one of a value.</exception>
    public void RequireLastAxis(long axis, Node value)
    {
        if (axis != -1 && axis != value.Shape.Rank)
        {
            throw new ModelFileException(
                $"it works along the axis {axis} of {value.Shape.ToStringWithBatch()}; only the last is supported");
        }
    }

    /// <summary>A name for the layer that is made of the operator.</summary>
    public string? LayerName() => context.NameFor(node.Name.Length > 0 ? node.Name : Output);

    /// <summary>The operator, its constant inputs and its attributes: equal for two uses of one layer.</summary>
    public string WeightsKey(params ReadOnlySpan<ConstantValue?> weights)
    {
        var key = new System.Text.StringBuilder(Type);
        foreach (ConstantValue? weight in weights)
            key.Append('\n').Append(weight?.Name);
        foreach (AttributeProto attribute in node.Attribute)
            key.Append('\n').Append(attribute);
        return key.ToString();
    }

    public override string ToString() => $"the operator {Type} of the node '{(node.Name.Length > 0 ? node.Name : Output)}'";
}
