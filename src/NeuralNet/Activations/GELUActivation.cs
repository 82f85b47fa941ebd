using System.Numerics;

namespace NeuralNet;

/// <summary>
/// y = x·Φ(x), Φ the normal distribution; dy/dx = Φ(x) + x·φ(x), φ its density. Hendrycks and Gimpel, "Gaussian error linear units",
/// 2016. <see cref="ApproximateGELUActivation"/> is the formula with tanh.
/// </summary>
[Configurable]
internal sealed partial class GELUActivation : Activation
{
    public override bool IsElementwise => true;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, default(Function));

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(input, gradient, gradient, default(Derivative));

    protected internal override void WriteTo(Configuration configuration) => configuration.Set("approximate", false);

    internal static Activation From(Configuration configuration) => GELU(configuration.GetBoolean("approximate", false));

    /// <summary>Computes Φ(x) = ½·erfc(−x/√2).</summary>
    private static Vector<float> Distribution(Vector<float> x) => ErrorFunction.Complementary(x * -0.70710677f) * 0.5f;

    private readonly struct Function : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) => x * Distribution(x);
    }

    private readonly struct Derivative : IBinaryFunction
    {
        private const float InverseRootOfTwoPi = 0.3989423f;

        public Vector<float> Apply(Vector<float> x, Vector<float> dy) =>
            dy * (Distribution(x) + x * Vector.Exp(x * x * -0.5f) * InverseRootOfTwoPi);
    }
}
