using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>y = 1 / (1 + e⁻ˣ); dy/dx = y·(1 − y).</summary>
internal sealed class SigmoidActivation : Activation
{
    public override string Name => "sigmoid";

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        TensorPrimitives.Sigmoid(input, output);

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map<Derivative>(output, gradient);

    private readonly struct Derivative : IElementwiseGradient
    {
        public static Vector<float> Apply(Vector<float> y, Vector<float> dy) => dy * y * (Vector<float>.One - y);

        public static float Apply(float y, float dy) => dy * y * (1 - y);
    }
}
