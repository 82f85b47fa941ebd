using System.Numerics;

namespace NeuralNet;

/// <summary>y = x where x &gt; 0, else slope·x. A slope of at least 0 leaves the sign, so the derivative is known from y.</summary>
internal sealed class LeakyReLUActivation(float negativeSlope = 0.2f) : Activation
{
    private readonly float negativeSlope = Require.NonNegative(negativeSlope);

    public override string Name => "leaky_relu";

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, new Function(negativeSlope));

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(output, gradient, gradient, new Derivative(negativeSlope));

    protected internal override void WriteTo(Configuration configuration) => configuration.Set("negative_slope", negativeSlope);

    internal static LeakyReLUActivation From(Configuration configuration) => new(configuration.GetSingle("negative_slope", 0.2f));

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
