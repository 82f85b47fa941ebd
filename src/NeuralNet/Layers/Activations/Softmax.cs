namespace NeuralNet;

/// <summary>
/// softmax(x)ᵢ = eˣⁱ / Σⱼ eˣʲ over the last axis, or over others, as a layer of its own. Over an axis of steps, padding counts as −10⁹, so
/// that the data alone sum to 1, and padding gets no gradient. Keras: layers/activations/softmax.py.
/// </summary>
/// <param name="axis">The axis or axes over which the values sum to 1; the last, −1, by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class Softmax(Axes axis = default, string? name = null) : Layer(name)
{
    /// <summary>Keras's <c>_large_negative_number</c> of float32, which replaces padding.</summary>
    private const float Padding = -1e9f;

    private LayerMemory inputGroups = null!, outputGroups = null!, gradientGroups = null!;

    /// <summary>The activation, with which a loss may fuse, where the layer works along the last axis.</summary>
    public override Activation? FinalActivation => axis.IsLast ? NeuralNet.Activation.Softmax : null;

    /// <summary>Returns the number of values that sum to 1 in rows of this shape; open where the shape is.</summary>
    internal int GroupLength(Shape row) => AxesOf(row).Shape is { IsFixed: true } group ? group.Size : Shape.Open;

    /// <inheritdoc/>
    public override bool IsAffine => axis.IsLast;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    internal override bool ActivatesInput => axis.IsLast;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        axis.PlacesIn(this, builder.InputShape);
        inputGroups = RowAxes.Declare(builder, "input_groups", AxesOf, isKept: false);
        outputGroups = RowAxes.Declare(builder, "output_groups", AxesOf, isKept: true);
        gradientGroups = RowAxes.Declare(builder, "gradient_groups", AxesOf, isKept: false);
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) => AxesOf(shapes.Input.WithoutBatch());

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        if (axis.IsLast)
            return;
        RowAxes axes = frame.Prepared<RowAxes>();
        Tensor input = axes.Gather(frame[inputGroups], WithoutPadding(frame)), output = axes.Place(frame[outputGroups], frame.Output);
        ActivationPass.Forward(NeuralNet.Activation.Softmax, input, null, output, axes.GroupLength);
        axes.Scatter(frame[outputGroups], frame.Output);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        frame.OutputGradient.Data.CopyTo(inputGradient.Data);
        if (axis.IsLast)
            return;
        RowAxes axes = frame.Prepared<RowAxes>();
        Tensor output = axes.Place(frame[outputGroups], frame.Output), gradient = axes.Gather(frame[gradientGroups], inputGradient);
        ActivationPass.Backward(NeuralNet.Activation.Softmax, output, output, gradient, axes.GroupLength);
        axes.Scatter(frame[gradientGroups], inputGradient);
        FillPadding(frame.Mask, inputGradient, 0);
    }

    /// <summary>Returns the input; if there is padding, a copy of the input in the memory of the output, which is still free.</summary>
    private static Tensor WithoutPadding(Frame frame)
    {
        if (frame.Mask is null)
            return frame.Input;
        frame.Input.Data.CopyTo(frame.Output.Data);
        FillPadding(frame.Mask, frame.Output, Padding);
        return frame.Output;
    }

    /// <summary>Writes a value to all elements of the steps that are padding.</summary>
    private static void FillPadding(Tensor? mask, Tensor tensor, float value)
    {
        if (mask is null)
            return;
        int length = tensor.Length / mask.Length;
        for (int step = 0; step < mask.Length; step++)
        {
            if (mask.Data[step] == 0)
                tensor.Data.Slice(step * length, length).Fill(value);
        }
    }

    private RowAxes AxesOf(Shape row) => axis.Of(this, row);
}
