using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>One use of a layer that is written into an ONNX graph.</summary>
internal sealed class LayerUse(GraphWriter writer, string name, GraphNode node, IReadOnlyList<ExportedValue> inputs)
    : GraphSection(writer, name)
{
    private Lazy<string>? mergedMask;

    public Layer Layer => node.Layer;

    public IReadOnlyList<ExportedValue> Inputs => inputs;

    /// <summary>The only input.</summary>
    public ExportedValue Input => Inputs[0];

    /// <summary>The shape of the output, without the batch axis.</summary>
    public Shape OutputShape => node.OutputShapes[0];

    /// <summary>The mask that the layer produces; null if it produces none.</summary>
    public Lazy<string>? ProducedMask { get; set; }

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
    public string Parameter(string parameter) => Writer.Add(Layer.Parameters.Single(candidate => candidate.ShortName == parameter));

    /// <summary>Writes a parameter's values in another order or shape and returns its name.</summary>
    public string Parameter(string parameter, Func<Parameter, (int[] Sizes, float[] Values)> arrange) =>
        Writer.Add(Layer.Parameters.Single(candidate => candidate.ShortName == parameter), arrange);

    /// <summary>Writes a parameter or, where the layer lacks it, as many equal numbers.</summary>
    public string ParameterOr(string parameter, int size, float value) => Has(parameter)
        ? Parameter(parameter)
        : Constant(parameter, [.. Enumerable.Repeat(value, size)]);

    /// <summary>Renames the last value that the operators of the layer compute to the name of the layer.</summary>
    public ExportedValue Finish(string last)
    {
        if (Inputs.Any(input => input.Name == last))
            last = Add("Identity", [last]);
        Writer.Rename(last, Name);
        return new ExportedValue(Name, node.OutputShapes[0], Layer.MaskHandling == MaskHandling.Passed ? MergedMask() : ProducedMask);
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
