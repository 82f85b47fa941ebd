using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// output = input·scale + offset; <c>new Rescaling(1f / 255)</c> takes bytes to [0, 1]. Keras: layers/preprocessing/rescaling.py.
/// </summary>
public sealed class Rescaling : Layer
{
    private readonly float scale, offset;

    /// <summary>Makes a rescaling.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added after it, 0 by default.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(float scale, float offset = 0, string? name = null)
        : base(name)
    {
        this.scale = Require.Finite(scale);
        this.offset = Require.Finite(offset);
    }

    /// <inheritdoc/>
    protected internal override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder) => builder.InputShape;

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        Span<float> output = frame.Output.Data;
        TensorPrimitives.Multiply(frame.Input.Data, scale, output);
        TensorPrimitives.Add(output, offset, output);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            TensorPrimitives.Multiply(frame.OutputGradient.Data, scale, inputGradient.Data);
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration)
    {
        configuration.Set("scale", scale);
        configuration.Set("offset", offset);
    }

    internal static Rescaling From(Configuration configuration) =>
        new(configuration.GetSingle("scale"), configuration.GetSingle("offset", 0), configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.Rescaling"/>.</summary>
public static class RescalingExtensions
{
    /// <summary>Puts input·scale + offset on top. See <see cref="NeuralNet.Rescaling"/>.</summary>
    public static T Rescaling<T>(this ILayerStack<T> stack, float scale, float offset = 0, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Rescaling(scale, offset, name));
}
