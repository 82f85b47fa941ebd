using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom layer that multiplies each input by a trainable factor.</summary>
public sealed class Scale(float initialFactor, string? name = null) : Layer(name)
{
    private Parameter factor = null!;

    protected override void Build(LayerBuilder builder)
    {
        factor = builder.AddParameter("factor", builder.InputShape[^1], new Constant(initialFactor));
    }

    protected override void Forward(Frame frame)
    {
        ReadOnlySpan<float> x = frame.Input.AsSpan(), f = factor.Value.AsSpan();
        Span<float> y = frame.Output.AsSpan();
        for (int i = 0; i < x.Length; i++)
            y[i] = x[i] * f[i % f.Length];
    }

    protected override void Backward(Frame frame)
    {
        ReadOnlySpan<float> x = frame.Input.AsSpan(), f = factor.Value.AsSpan(), dy = frame.OutputGradient.AsSpan();
        if (frame.Gradient(factor) is { } gradient)
        {
            gradient.AsSpan().Clear();
            for (int i = 0; i < x.Length; i++)
                gradient.AsSpan()[i % f.Length] += dy[i] * x[i];
        }

        if (frame.InputGradient is { } inputGradient)
        {
            for (int i = 0; i < x.Length; i++)
                inputGradient.AsSpan()[i] = dy[i] * f[i % f.Length];
        }
    }
}

public static class ScaleExtensions
{
    public static T Scale<T>(this ILayerStack<T> stack, float initialFactor, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Scale(initialFactor, name));
}
