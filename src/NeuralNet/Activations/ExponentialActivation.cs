using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>y = eˣ; dy/dx = y.</summary>
internal sealed class ExponentialActivation : Activation
{
    public override string Name => "exponential";

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        TensorPrimitives.Exp(input, output);

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        TensorPrimitives.Multiply(gradient, output, gradient);
}
