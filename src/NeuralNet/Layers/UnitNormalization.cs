using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Scales each row (the last axis) to length 1: y = x/‖x‖₂, where a length below 10⁻¹² counts as 10⁻¹².
/// Keras: layers/normalization/unit_normalization.py.
/// </summary>
public sealed class UnitNormalization : Layer
{
    private const float LeastNorm = 1e-12f;

    private readonly int axis;

    /// <summary>Makes a unit normalization.</summary>
    /// <param name="axis">The axis that is normalized: the last, −1.</param>
    /// <param name="name">The layer's name.</param>
    public UnitNormalization(int axis = -1, string? name = null)
        : base(name) => this.axis = axis;

    /// <inheritdoc/>
    protected internal override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder)
    {
        AxisSetting.RequireLast(builder, axis);
        return builder.InputShape;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        int size = frame.Output.Shape.Last;
        for (int start = 0; start < frame.Input.Length; start += size)
        {
            ReadOnlySpan<float> x = frame.Input.Data.AsSpan(start, size);
            TensorPrimitives.Divide(x, MathF.Max(TensorPrimitives.Norm(x), LeastNorm), frame.Output.Data.AsSpan(start, size));
        }
    }

    /// <summary>dx = (dy − y·Σ y·dy)/‖x‖₂; below the least norm, y is x by a constant.</summary>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        int size = frame.Output.Shape.Last;
        for (int start = 0; start < frame.Input.Length; start += size)
        {
            ReadOnlySpan<float> y = frame.Output.Data.AsSpan(start, size);
            Span<float> dy = frame.OutputGradient.Data.AsSpan(start, size);
            float norm = TensorPrimitives.Norm<float>(frame.Input.Data.AsSpan(start, size));
            if (norm > LeastNorm)
                TensorPrimitives.MultiplyAdd(y, -TensorPrimitives.Dot(y, dy), dy, dy);
            TensorPrimitives.Divide(dy, MathF.Max(norm, LeastNorm), inputGradient.Data.AsSpan(start, size));
        }
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("axis", axis);

    internal static UnitNormalization From(Configuration configuration) =>
        new(AxisSetting.Read(configuration), configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.UnitNormalization"/>.</summary>
public static class UnitNormalizationExtensions
{
    /// <summary>Scales each row to length 1. See <see cref="NeuralNet.UnitNormalization"/>.</summary>
    public static T UnitNormalization<T>(this ILayerStack<T> stack, int axis = -1, string? name = null)
        where T : ILayerStack<T> => stack.Add(new UnitNormalization(axis, name));
}
