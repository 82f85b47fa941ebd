using System.Numerics;

namespace NeuralNet;

/// <summary>y = x / (1 + |x|), between −1 and 1; dy/dx = (1 − |y|)².</summary>
[Configurable]
internal sealed partial class SoftsignActivation : Activation
{
    public override bool IsElementwise => true;

    protected internal override bool NeedsInput => false;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, default(Function));

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(output, gradient, gradient, default(Derivative));

    private readonly struct Function : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) => x / (Vector<float>.One + Vector.Abs(x));
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy)
        {
            Vector<float> rest = Vector<float>.One - Vector.Abs(y);
            return dy * rest * rest;
        }
    }
}
