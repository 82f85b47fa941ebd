using System.Numerics;

namespace NeuralNet;

/// <summary>
/// y = x·½·(1 + tanh u) = x·σ(2u) with u = √(2/π)·(x + 0.044715·x³); dy/dx = σ(2u) + x·σ(2u)·(1 − σ(2u))·2u′. The derivative is exactly
/// 0 or 1 where |x| &gt; 10, so x is clipped there.
/// </summary>
public sealed class ApproximateGELUActivation : Activation
{
    private const float Cubic = 0.044715f, TwiceRoot = 1.5957691f;

    /// <inheritdoc/>
    public override string Name => "gelu";

    /// <inheritdoc/>
    public override bool IsElementwise => true;

    /// <inheritdoc/>
    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, default(Function));

    /// <inheritdoc/>
    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(input, gradient, gradient, default(Derivative));

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("approximate", true);

    /// <summary>Computes σ(2u).</summary>
    private static Vector<float> Gate(Vector<float> x) =>
        VectorMath.Sigmoid((x + x * x * x * Cubic) * TwiceRoot);

    private readonly struct Function : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) => x * Gate(x);
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> dy)
        {
            x = Vector.Min(Vector.Max(x, new Vector<float>(-10)), new Vector<float>(10));
            Vector<float> gate = Gate(x), slope = (Vector<float>.One + x * x * (3 * Cubic)) * TwiceRoot;
            return dy * (gate + x * gate * (Vector<float>.One - gate) * slope);
        }
    }
}
