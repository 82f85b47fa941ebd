using System.Numerics;

namespace NeuralNet;

/// <summary>
/// y = x where x &gt; 0, else α·(eˣ − 1); dy/dx = 1 where y &gt; 0, else y + α. Clevert, Unterthiner and Hochreiter, "Fast and
/// accurate deep network learning by exponential linear units", 2016.
/// </summary>
/// <param name="alpha">The negated limit α of the function for x → −∞; at least 0, 1 by default.</param>
/// <exception cref="ArgumentOutOfRangeException">Alpha is negative or not finite.</exception>
[Configurable]
public sealed partial class ELUActivation(float alpha = 1) : Activation
{
    private readonly float alpha = Require.NonNegative(alpha);

    /// <inheritdoc/>
    public override bool IsElementwise => true;

    /// <inheritdoc/>
    protected internal override bool NeedsInput => false;

    /// <inheritdoc/>
    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, new Function(alpha));

    /// <inheritdoc/>
    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(output, gradient, gradient, new Derivative(alpha));

    private readonly struct Function(float alpha) : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) =>
            Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, (Vector.Exp(x) - Vector<float>.One) * alpha);
    }

    private readonly struct Derivative(float alpha) : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy) =>
            Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), dy, dy * (y + new Vector<float>(alpha)));
    }
}
