using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>y = tanh(x); dy/dx = 1 − y².</summary>
internal sealed class TanhActivation : Activation
{
    public override string Name => "tanh";

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        TensorPrimitives.Tanh(input, output);

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map<Derivative>(output, gradient);

    private readonly struct Derivative : IElementwiseGradient
    {
        public static Vector<float> Apply(Vector<float> y, Vector<float> dy) => dy * (Vector<float>.One - y * y);

        public static float Apply(float y, float dy) => dy * (1 - y * y);
    }
}
