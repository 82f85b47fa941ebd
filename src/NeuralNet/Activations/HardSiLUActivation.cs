using System.Numerics;

namespace NeuralNet;

/// <summary>
/// y = x·h(x) with h(x) = x/6 + ½, clipped to [0, 1]; also called hard swish: Keras's piecewise quadratic approximation of the SiLU. dy/dx
/// = h(x) + x/6 where h is inside, else h(x). Howard et al., "Searching for MobileNetV3", 2019; Keras: activations/activations.py,
/// <c>hard_silu</c>.
/// </summary>
[Configurable("hard_swish", ClassName = "hard_silu")]
internal sealed partial class HardSiLUActivation : Activation
{
    public override bool IsElementwise => true;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, default(Function));

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(input, gradient, gradient, default(Derivative));

    private static Vector<float> Gate(Vector<float> x) =>
        Vector.Min(Vector.Max(x / 6 + new Vector<float>(0.5f), Vector<float>.Zero), Vector<float>.One);

    private readonly struct Function : IUnaryFunction
    {
        /// <summary>Computes x·h(x), with x clipped to at least −3, where h is 0, so that −∞ does not become NaN.</summary>
        public Vector<float> Apply(Vector<float> x) => Vector.Max(x, new Vector<float>(-3)) * Gate(x);
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> dy)
        {
            Vector<float> gate = Gate(x);
            Vector<int> isInside = Vector.GreaterThan(gate, Vector<float>.Zero) & Vector.LessThan(gate, Vector<float>.One);
            return dy * (gate + Vector.ConditionalSelect(isInside, x / 6, Vector<float>.Zero));
        }
    }
}
