using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Scales each row (the last axis, or others) to length 1: y = x/‖x‖₂, where a length below 10⁻¹² counts as 10⁻¹².
/// Keras: layers/normalization/unit_normalization.py.
/// </summary>
public sealed class UnitNormalization : Layer
{
    private const float LeastNorm = 1e-12f;

    private const int InputGroups = 0, OutputGroups = 1, GradientGroups = 2, InputGradientGroups = 3;

    private readonly Axes axis;
    private RowAxes axes = null!;

    /// <summary>Makes a unit normalization.</summary>
    /// <param name="axis">The axis or axes whose values make up a length; the last, −1, by default.</param>
    /// <param name="name">The layer's name.</param>
    public UnitNormalization(Axes axis = default, string? name = null)
        : base(name) => this.axis = axis;

    /// <inheritdoc/>
    protected internal override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder)
    {
        axes = axis.Of(builder);
        return builder.InputShape;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        int size = axes.GroupLength;
        float[] input = axes.Gather(frame, InputGroups, frame.Input), output = axes.Place(frame, OutputGroups, frame.Output);
        for (int start = 0; start < input.Length; start += size)
        {
            ReadOnlySpan<float> x = input.AsSpan(start, size);
            TensorPrimitives.Divide(x, MathF.Max(TensorPrimitives.Norm(x), LeastNorm), output.AsSpan(start, size));
        }

        axes.Scatter(frame, OutputGroups, frame.Output);
    }

    /// <summary>dx = (dy − y·Σ y·dy)/‖x‖₂; below the least norm, y is x by a constant.</summary>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        int size = axes.GroupLength;
        float[] input = axes.Place(frame, InputGroups, frame.Input), output = axes.Place(frame, OutputGroups, frame.Output);
        float[] outputGradient = axes.Gather(frame, GradientGroups, frame.OutputGradient);
        float[] target = axes.Place(frame, InputGradientGroups, inputGradient);
        for (int start = 0; start < input.Length; start += size)
        {
            ReadOnlySpan<float> y = output.AsSpan(start, size);
            Span<float> dy = outputGradient.AsSpan(start, size);
            float norm = TensorPrimitives.Norm<float>(input.AsSpan(start, size));
            if (norm > LeastNorm)
                TensorPrimitives.MultiplyAdd(y, -TensorPrimitives.Dot(y, dy), dy, dy);
            TensorPrimitives.Divide(dy, MathF.Max(norm, LeastNorm), target.AsSpan(start, size));
        }

        axes.Scatter(frame, InputGradientGroups, inputGradient);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => axis.WriteTo(configuration);

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
