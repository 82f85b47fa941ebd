using System.Globalization;
using System.Text.Json.Nodes;
using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>One use of a layer on its way into an ONNX graph: what the layer is, and where its operators are written.</summary>
internal sealed class LayerUse
{
    private readonly GraphWriter writer;
    private readonly string name;
    private readonly GraphNode node;
    private Lazy<string>? mergedMask;

    public LayerUse(GraphWriter writer, string name, GraphNode node, IReadOnlyList<ExportedValue> inputs)
    {
        (this.writer, this.name, this.node) = (writer, name, node);
        Inputs = inputs;
        Settings = SettingsOf(node.Layer);
    }

    public Layer Layer => node.Layer;

    /// <summary>The layer's settings by Keras's names, as a file would hold them.</summary>
    public Configuration Settings { get; }

    public IReadOnlyList<ExportedValue> Inputs { get; }

    /// <summary>The only input.</summary>
    public ExportedValue Input => Inputs[0];

    /// <summary>The shape of the output, without the batch axis.</summary>
    public Shape OutputShape => node.OutputShape;

    /// <summary>The mask that the layer makes, if it makes one.</summary>
    public Lazy<string>? ProducedMask { get; set; }

    public static Configuration SettingsOf(IConfigurable value) => new((JsonObject)Configuration.Describe(value)["config"]!);

    /// <summary>Writes an operator and returns the name of its output.</summary>
    public string Add(string operatorType, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        writer.Add(operatorType, name + "/", inputs, attributes);

    /// <summary>For layers that can work along other axes too, which are not written.</summary>
    /// <exception cref="NotSupportedException">The layer does.</exception>
    public LayerUse RequireLastAxis()
    {
        string axis = Settings.Json["axis"]!.ToJsonString();
        return axis == "-1" || axis == Input.Shape.Rank.ToString(CultureInfo.InvariantCulture)
            ? this
            : throw new NotSupportedException(
                $"The layer '{Layer.Name}' ({Layer.ClassName}) works along the axis {axis}; it can be written as ONNX for the last axis only.");
    }

    public bool Has(string parameter) => Layer.Parameters.Any(candidate => candidate.ShortName == parameter);

    /// <summary>Writes a parameter and returns its name.</summary>
    public string Parameter(string parameter) => writer.Add(Layer.Parameters.Single(candidate => candidate.ShortName == parameter));

    /// <summary>A parameter, or as many equal numbers where the layer was made without it.</summary>
    public string ParameterOr(string parameter, int size, float value) => Has(parameter)
        ? Parameter(parameter)
        : Constant(parameter, [.. Enumerable.Repeat(value, size)]);

    /// <summary>Writes a number of shape ().</summary>
    public string Constant(string constant, float value) => writer.AddConstant($"{name}/{constant}", [], [value]);

    /// <summary>Writes a list of numbers.</summary>
    public string Constant(string constant, float[] values) => writer.AddConstant($"{name}/{constant}", [values.Length], values);

    /// <summary>Writes a whole number of shape ().</summary>
    public string Constant(string constant, long value) => writer.AddConstant($"{name}/{constant}", [], [value]);

    /// <summary>Writes a list of whole numbers.</summary>
    public string Constant(string constant, long[] values) => writer.AddConstant($"{name}/{constant}", [values.Length], values);

    /// <summary>Gives the layer's last value the layer's name.</summary>
    public ExportedValue Finish(string last)
    {
        if (Inputs.Any(input => input.Name == last))
            last = Add("Identity", [last]);
        writer.Rename(last, name);
        return new ExportedValue(name, node.OutputShape, Layer.MaskHandling == MaskHandling.Passed ? MergedMask() : ProducedMask);
    }

    /// <summary>A step of merged inputs is data where it is data in any of them; an output has a mask if all inputs have.</summary>
    public Lazy<string>? MergedMask()
    {
        if (mergedMask is not null || Inputs.Any(input => input.Mask is null))
            return mergedMask;
        Lazy<string>[] masks = [.. Inputs.Select(input => input.Mask!).Distinct()];
        return mergedMask = masks.Length == 1 ? masks[0] : new Lazy<string>(() => Add("Max", masks.Select(mask => mask.Value)));
    }
}
