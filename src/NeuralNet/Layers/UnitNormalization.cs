using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Scales each row (the last axis, or others) to length 1: y = x/‖x‖₂, where a length below 10⁻¹² counts as 10⁻¹².
/// Keras: layers/normalization/unit_normalization.py.
/// </summary>
public sealed class UnitNormalization : Layer
{
    private const float LeastNorm = 1e-12f;

    private readonly Axes axis;
    private LayerMemory inputGroups = null!, outputGroups = null!, gradientGroups = null!, inputGradientGroups = null!;

    /// <summary>Makes a unit normalization.</summary>
    /// <param name="axis">The axis or axes whose values make up a length; the last, −1, by default.</param>
    /// <param name="name">The layer's name.</param>
    public UnitNormalization(Axes axis = default, string? name = null)
        : base(name) => this.axis = axis;

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
            TensorPrimitives.Divide(x, MathF.Max(TensorPrimitives.Norm(x), LeastNorm), output.Slice(start, size));
        }

        axes.Scatter(frame[outputGroups], frame.Output);
    }

    /// <summary>dx = (dy − y·Σ y·dy)/‖x‖₂; below the least norm, y is x by a constant.</summary>
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
            if (norm > LeastNorm)
                TensorPrimitives.MultiplyAdd(y, -TensorPrimitives.Dot(y, dy), dy, dy);
            TensorPrimitives.Divide(dy, MathF.Max(norm, LeastNorm), target.Slice(start, size));
        }

        axes.Scatter(frame[inputGradientGroups], inputGradient);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => axis.WriteTo(configuration);

    private RowAxes AxesOf(Shape row) => axis.Of(this, row);

    internal static UnitNormalization From(Configuration configuration) =>
        new(Axes.Read(configuration), configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.UnitNormalization"/>.</summary>
public static class UnitNormalizationExtensions
{
    /// <summary>Scales each row to length 1. See <see cref="NeuralNet.UnitNormalization"/>.</summary>
    public static T UnitNormalization<T>(this ILayerStack<T> stack, Axes axis = default, string? name = null)
        where T : ILayerStack<T> => stack.Add(new UnitNormalization(axis, name));
}
