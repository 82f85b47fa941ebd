using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Scales each row (the last axis, or others) to length 1: y = x/‖x‖₂, where a length below 10⁻¹² counts as 10⁻¹².
/// Keras: layers/normalization/unit_normalization.py.
/// </summary>
/// <param name="axis">The axis or axes along which the length is computed; the last, −1, by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class UnitNormalization(Axes axis = default, string? name = null) : Layer(name)
{
    private const float MinNorm = 1e-12f;

    private LayerMemory inputGroups = null!, outputGroups = null!, gradientGroups = null!, inputGradientGroups = null!;

    /// <inheritdoc/>
    public override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        axis.PlacesIn(this, builder.InputShape);
        inputGroups = RowAxes.Declare(builder, "input_groups", AxesOf, isKept: true);
        outputGroups = RowAxes.Declare(builder, "output_groups", AxesOf, isKept: true);
        gradientGroups = RowAxes.Declare(builder, "gradient_groups", AxesOf, isKept: false);
        inputGradientGroups = RowAxes.Declare(builder, "input_gradient_groups", AxesOf, isKept: false);
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) => AxesOf(shapes.Input.WithoutBatch());

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        RowAxes axes = frame.Prepared<RowAxes>();
        int size = axes.GroupLength;
        Span<float> input = axes.Gather(frame[inputGroups], frame.Input).Data, output = axes.Place(frame[outputGroups], frame.Output).Data;
        for (int start = 0; start < input.Length; start += size)
        {
            ReadOnlySpan<float> x = input.Slice(start, size);
            TensorPrimitives.Divide(x, MathF.Max(TensorPrimitives.Norm(x), MinNorm), output.Slice(start, size));
        }

        axes.Scatter(frame[outputGroups], frame.Output);
    }

    /// <summary>Writes dx = (dy − y·Σ y·dy)/‖x‖₂; below 10⁻¹², y is x times a constant.</summary>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        RowAxes axes = frame.Prepared<RowAxes>();
        int size = axes.GroupLength;
        Span<float> input = axes.Place(frame[inputGroups], frame.Input).Data, output = axes.Place(frame[outputGroups], frame.Output).Data;
        Span<float> outputGradient = axes.Gather(frame[gradientGroups], frame.OutputGradient).Data;
        Span<float> target = axes.Place(frame[inputGradientGroups], inputGradient).Data;
        for (int start = 0; start < input.Length; start += size)
        {
            ReadOnlySpan<float> y = output.Slice(start, size);
            Span<float> dy = outputGradient.Slice(start, size);
            float norm = TensorPrimitives.Norm<float>(input.Slice(start, size));
            if (norm > MinNorm)
                TensorPrimitives.MultiplyAdd(y, -TensorPrimitives.Dot(y, dy), dy, dy);
            TensorPrimitives.Divide(dy, MathF.Max(norm, MinNorm), target.Slice(start, size));
        }

        axes.Scatter(frame[inputGradientGroups], inputGradient);
    }

    private RowAxes AxesOf(Shape row) => axis.Of(this, row);
}
