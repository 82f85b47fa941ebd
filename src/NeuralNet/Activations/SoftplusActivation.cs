using System.Numerics;

namespace NeuralNet;

/// <summary>
/// y = log(1 + eˣ), a smooth max(x, 0); computed as max(x, 0) + log(1 + e^−|x|), which does not overflow; dy/dx = σ(x) = 1 − e^−y.
/// </summary>
[Configurable]
internal sealed partial class SoftplusActivation : Activation
{
    public override bool IsElementwise => true;

    protected internal override bool NeedsInput => false;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, default(Function));

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(output, gradient, gradient, default(Derivative));

    private readonly struct Function : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) =>
            Vector.Max(x, Vector<float>.Zero) + VectorMath.Log1Exp(-Vector.Abs(x));
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy) => dy * (Vector<float>.One - Vector.Exp(-y));
    }
}
