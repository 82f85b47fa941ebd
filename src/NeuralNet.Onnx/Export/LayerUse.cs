using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>One use of a layer that is written into an ONNX graph.</summary>
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
    }

    public Layer Layer => node.Layer;

    public IReadOnlyList<ExportedValue> Inputs { get; }

    /// <summary>The only input.</summary>
    public ExportedValue Input => Inputs[0];

    /// <summary>The shape of the output, without the batch axis.</summary>
    public Shape OutputShape => node.OutputShapes[0];

    /// <summary>The mask that the layer produces; null if it produces none.</summary>
    public Lazy<string>? ProducedMask { get; set; }

    /// <summary>Writes an operator and returns the name of its output.</summary>
    public string Add(string operatorType, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        writer.Add(operatorType, name + "/", inputs, attributes);

    /// <summary>Checks that the layer works along the last axis alone.</summary>
    /// <exception cref="NotSupportedException">The layer works along another axis.</exception>
    public LayerUse RequireLastAxis(Axes axes) => axes.ToArray() is [int axis] && (axis == -1 || axis == Input.Shape.Rank)
        ? this
        : throw new NotSupportedException(
            $"The layer '{Layer.Name}' ({Layer.ClassName}) works along the {(axes.Count() == 1 ? "axis" : "axes")} {axes}; it can be "
                + "written as "
            + "ONNX for the last axis only.");

    public bool Has(string parameter) => Layer.Parameters.Any(candidate => candidate.ShortName == parameter);

    /// <summary>Writes a parameter and returns its name.</summary>
    public string Parameter(string parameter) => writer.Add(Layer.Parameters.Single(candidate => candidate.ShortName == parameter));

    /// <summary>Writes a parameter or, where the layer lacks it, as many equal numbers.</summary>
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

    /// <summary>Renames the last value that the operators of the layer compute to the name of the layer.</summary>
    public ExportedValue Finish(string last)
    {
        if (Inputs.Any(input => input.Name == last))
            last = Add("Identity", [last]);
        writer.Rename(last, name);
        return new ExportedValue(name, node.OutputShapes[0], Layer.MaskHandling == MaskHandling.Passed ? MergedMask() : ProducedMask);
    }

    /// <summary>
    /// Returns the mask of merged inputs, in which a step is data if it is data in any input; null if an input has no mask.
    /// </summary>
    public Lazy<string>? MergedMask()
    {
        if (mergedMask is not null || Inputs.Any(input => input.Mask is null))
            return mergedMask;
        Lazy<string>[] masks = [.. Inputs.Select(input => input.Mask!).Distinct()];
        return mergedMask = masks.Length == 1 ? masks[0] : new Lazy<string>(() => Add("Max", masks.Select(mask => mask.Value)));
    }
}
