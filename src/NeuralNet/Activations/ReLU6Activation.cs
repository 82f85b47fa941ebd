using System.Numerics;

namespace NeuralNet;

/// <summary>y = x, clipped to [0, 6]; dy/dx = 1 where y is inside.</summary>
[Configurable(ClassName = "relu6")]
internal sealed partial class ReLU6Activation : Activation
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
            Vector.Min(Vector.Max(x, Vector<float>.Zero), new Vector<float>(6));
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy)
        {
            Vector<int> isInside = Vector.GreaterThan(y, Vector<float>.Zero) & Vector.LessThan(y, new Vector<float>(6));
            return Vector.ConditionalSelect(isInside, dy, Vector<float>.Zero);
        }
    }
}
