using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom layer with generated code: y = activation(x·f), a factor f for each feature.</summary>
/// <param name="activation">The activation of the outputs; linear by default.</param>
/// <param name="initializer">The initializer of the factors; <see cref="Ones"/> by default.</param>
/// <param name="regularizer">A penalty on the factors.</param>
/// <param name="maxDepth">The maximum number of axes of an input, without the batch; unlimited by default.</param>
/// <param name="name">The name of the layer.</param>
[Configurable]
public sealed partial class FeatureScale(
    Activation? activation = null, Initializer? initializer = null, Regularizer? regularizer = null, int? maxDepth = null,
        string? name = null)
    : Layer(name)
{
    private readonly Activation activation = activation ?? Activation.Linear;
    private readonly Initializer initializer = initializer ?? new Ones();
    private Parameter factors = null!;

    public override Activation FinalActivation => activation;

    protected override void Build(LayerBuilder builder)
    {
        if (builder.InputShape.Rank > (maxDepth ?? int.MaxValue))
            throw Error($"takes inputs of at most {maxDepth} axes");
        factors = builder.AddParameter("factors", builder.InputShape[^1], initializer, true, regularizer);
    }

    protected override void Forward(Frame frame)
    {
        ReadOnlySpan<float> x = frame.Input.AsSpan(), f = factors.Value.AsSpan();
        for (int i = 0; i < x.Length; i++)
            frame.PreActivation.AsSpan()[i] = x[i] * f[i % f.Length];
    }

    protected override void Backward(Frame frame)
    {
        ReadOnlySpan<float> x = frame.Input.AsSpan(), f = factors.Value.AsSpan(), dy = frame.OutputGradient.AsSpan();
        if (frame.Gradient(factors) is { } gradient)
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
