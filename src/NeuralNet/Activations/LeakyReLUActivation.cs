using System.Numerics;

namespace NeuralNet;

/// <summary>y = x where x &gt; 0, else slope·x. A slope of at least 0 keeps the sign, so that the derivative follows from y.</summary>
/// <param name="negativeSlope">The slope left of 0, at least 0; 0.2 by default.</param>
/// <exception cref="ArgumentOutOfRangeException">The slope is negative or not finite.</exception>
[Configurable(ClassName = "leaky_relu")]
public sealed partial class LeakyReLUActivation(float negativeSlope = 0.2f) : Activation
{
    private readonly float negativeSlope = Require.NonNegative(negativeSlope);

    /// <inheritdoc/>
    public override bool IsElementwise => true;

    /// <inheritdoc/>
    protected internal override bool NeedsInput => false;

    /// <inheritdoc/>
    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, new Function(negativeSlope));

    /// <inheritdoc/>
    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(output, gradient, gradient, new Derivative(negativeSlope));

    private readonly struct Function(float slope) : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) =>
            Vector.Max(x, Vector<float>.Zero) + Vector.Min(x, Vector<float>.Zero) * slope;
    }

    private readonly struct Derivative(float slope) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy) =>
            Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), dy, dy * slope);
    }
}
