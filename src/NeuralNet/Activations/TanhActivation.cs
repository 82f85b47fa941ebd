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
        Elementwise.Map(output, gradient, gradient, default(Derivative));

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy) => dy * (Vector<float>.One - y * y);
    }
}
