using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.AttributeProto.Types;

namespace NeuralNet.Onnx;

/// <summary>An operator of an ONNX graph and the meaning of its inputs.</summary>
/// <param name="context">The graph.</param>
/// <param name="node">The operator.</param>
/// <param name="replaced">The meaning of inputs that replace those of the graph; null where they do not.</param>
internal sealed class OperatorNode(ImportContext context, NodeProto node, IReadOnlyList<ImportedValue?>? replaced = null)
{
    private readonly HashSet<int> inputsAskedFor = [];
    private ImportedValue[] further = [];
    private readonly HashSet<string> attributesAskedFor = new(StringComparer.Ordinal);

    public ImportContext Context => context;

    public string Type => node.OpType;

    public string Output => node.Output.Count > 0 ? node.Output[0] : "";

    /// <summary>Returns the name of an output; empty if it has none.</summary>
    public string OutputName(int index) => index < node.Output.Count ? node.Output[index] : "";

    /// <summary>The outputs after the first that have names.</summary>
    public IEnumerable<string> FurtherOutputs => node.Output.Skip(1).Where(name => name.Length > 0);

    public int FurtherOutputCount => Math.Max(0, node.Output.Count - 1);

    /// <summary>Returns the meaning of the named outputs after the first: those that were set, and none for others.</summary>
    public IEnumerable<(string Name, ImportedValue Value)> FurtherValues => node.Output.Skip(1).Index()
        .Where(output => output.Item.Length > 0)
        .Select(output => (output.Item, output.Index < further.Length ? further[output.Index] : new FurtherOutput(output.Item, this)));

    /// <summary>Sets the meaning of outputs after the first, for an operator that gives several values.</summary>
    public void SetFurtherOutputs(ImportedValue[] values) => further = values;

    public int InputCount => node.Input.Count;

    public bool IsOfOnnx => node.Domain is "" or "ai.onnx";

    /// <summary>Gets the meaning of an input.</summary>
    /// <exception cref="ModelFileException">There is none, or no earlier operator gives it.</exception>
    public ImportedValue this[int index] => Has(index)
        ? Peek(index) ?? throw new ModelFileException(
            $"its input {index}, '{node.Input[index]}', is not given by an operator before it")
        : throw new ModelFileException($"its input {index} is missing");

    /// <summary>The output of a layer that an input is.</summary>
    /// <exception cref="ModelFileException">It is no such thing; the message names the input.</exception>
    public Node NodeOf(int index)
    {
        ImportedValue value = this[index];
        try
        {
            return value.Node;
        }
        catch (ModelFileException exception)
        {
            throw new ModelFileException($"its input {index}, '{node.Input[index]}': {exception.Message}", exception);
        }
    }

    /// <summary>Returns whether a value is one of the inputs, unchanged.</summary>
    public bool PassesOn(ImportedValue value) => node.Input.Any(name => context.Find(name) == value);

    public Node[] NodesOfInputs() => [.. Enumerable.Range(0, InputCount).Select(NodeOf)];

    /// <summary>The inputs, an optional one that is left out being null; null if not all of them are constants.</summary>
    public ConstantValue?[]? Constants()
    {
        ImportedValue?[] values = [.. node.Input.Select((name, index) => name.Length > 0 ? Peek(index) : null)];
        bool areConstants = values.Any(value => value is not null)
            && Enumerable.Range(0, values.Length).All(index => values[index] is ConstantValue || node.Input[index].Length == 0);
        return areConstants ? Array.ConvertAll(values, value => value as ConstantValue) : null;
    }

    /// <summary>Returns the meaning of an input without counting it as read; null if there is none.</summary>
    public ImportedValue? Peek(int index) => replaced?[index] ?? context.Find(node.Input[index]);

    /// <summary>Gets a value indicating whether inputs are replaced by those that an arrangement moves.</summary>
    public bool IsLifted => replaced is not null;

    /// <summary>Returns the same operator with other inputs.</summary>
    public OperatorNode Replacing(IReadOnlyList<ImportedValue?> inputs) => new(context, node, inputs);

    public IEnumerable<ImportedValue> Inputs => Enumerable.Range(0, InputCount).Select(index => this[index]);

    public bool Has(int index)
    {
        inputsAskedFor.Add(index);
        return index < node.Input.Count && node.Input[index].Length > 0;
    }

    public string InputName(int index) => node.Input[index];

    /// <summary>The axis or axes, which are an attribute or, since later opsets, an input.</summary>
    public long[] Axes(int input) => Find("axes") is { } attribute
        ? [.. attribute.Ints]
        : Has(input) ? Constant(input).ToIntegers() : throw new ModelFileException("it names no axes");

    /// <summary>A short list that is an attribute or, since later opsets, an input.</summary>
    public long[] List(string attribute, int input) => Find(attribute) is { } listed ? [.. listed.Ints] : Constant(input).ToSizes();

    public ConstantValue Constant(int index) => this[index] as ConstantValue
        ?? throw new ModelFileException(
            $"its input {index}, '{node.Input[index]}', should be a constant; it depends on the inputs of the model");

    public AttributeProto? Find(string name)
    {
        attributesAskedFor.Add(name);
        return node.Attribute.FirstOrDefault(attribute => attribute.Name == name);
    }

    /// <summary>Checks that every input and attribute was read, for one that was not may change the meaning of the operator.</summary>
    /// <exception cref="ModelFileException">It has an input or an attribute that was not asked for.</exception>
    public void RequireNothingElse()
    {
        string? unknown = node.Attribute.FirstOrDefault(attribute => !attributesAskedFor.Contains(attribute.Name))?.Name;
        if (unknown is not null)
            throw new ModelFileException($"its attribute '{unknown}' is not supported");
        for (int i = 0; i < node.Input.Count; i++)
        {
            if (node.Input[i].Length > 0 && !inputsAskedFor.Contains(i))
                throw new ModelFileException($"its input {i}, '{node.Input[i]}', is not supported");
        }
    }

    /// <summary>Names attributes that change nothing here.</summary>
    public void Ignore(params ReadOnlySpan<string> attributes)
    {
        foreach (string attribute in attributes)
            attributesAskedFor.Add(attribute);
    }

    /// <exception cref="ModelFileException">The attribute is of another type.</exception>
    public float Get(string name, float defaultValue) => Find(name) is { } attribute
        ? OfType(attribute, AttributeType.Float, attribute.HasF).F
        : defaultValue;

    /// <exception cref="ModelFileException">The attribute is of another type.</exception>
    public long Get(string name, long defaultValue) => Find(name) is { } attribute
        ? OfType(attribute, AttributeType.Int, attribute.HasI).I
        : defaultValue;

    /// <exception cref="ModelFileException">An attribute has another value than the only one that is supported.</exception>
    public void Require(string name, long supported, long defaultValue)
    {
        long value = Get(name, defaultValue);
        if (value != supported)
            throw new ModelFileException($"its attribute '{name}' is {value}; only {supported} is supported");
    }

    /// <exception cref="ModelFileException">An axis is not the last one of a value, or the value has only the batch axis.</exception>
    public static void RequireLastAxis(long axis, Node value)
    {
        if (value.Shape.Rank == 0 || (axis != -1 && axis != value.Shape.Rank))
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

    /// <summary>Not every writer notes the type, and not every one writes a number that is 0.</summary>
    private static AttributeProto OfType(AttributeProto attribute, AttributeType type, bool hasValue) =>
        (attribute.HasType && attribute.Type != AttributeType.Undefined ? attribute.Type == type : hasValue)
            ? attribute
            : throw new ModelFileException($"its attribute '{attribute.Name}' should be of the type {type}; it is of {attribute.Type}");

    public override string ToString() => $"the operator {Type} of the node '{(node.Name.Length > 0 ? node.Name : Output)}'";
}
