using System.Numerics;

namespace NeuralNet;

/// <summary>
/// y = x/6 + ½, clipped to [0, 1]: Keras 3's piecewise linear approximation of the sigmoid; dy/dx = 1/6 where y is inside.
/// </summary>
[Configurable]
internal sealed partial class HardSigmoidActivation : Activation
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
            Vector.Min(Vector.Max(x / 6 + new Vector<float>(0.5f), Vector<float>.Zero), Vector<float>.One);
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy)
        {
            Vector<int> isInside = Vector.GreaterThan(y, Vector<float>.Zero) & Vector.LessThan(y, Vector<float>.One);
            return Vector.ConditionalSelect(isInside, dy / 6, Vector<float>.Zero);
        }
    }
}
