using System.Numerics;

namespace NeuralNet;

/// <summary>
/// y = x·σ(x), also called swish; dy/dx = σ(x)·(1 + x·(1 − σ(x))). Ramachandran, Zoph and Le,
/// "Searching for activation functions", 2017.
/// </summary>
[Configurable("swish", ClassName = "silu")]
internal sealed partial class SiLUActivation : Activation
{
    public override bool IsElementwise => true;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, default(Function));

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(input, gradient, gradient, default(Derivative));

    private readonly struct Function : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) => x * VectorMath.Sigmoid(x);
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> dy)
        {
            Vector<float> s = VectorMath.Sigmoid(x);
            return dy * s * (Vector<float>.One + x * (Vector<float>.One - s));
        }
    }
}
