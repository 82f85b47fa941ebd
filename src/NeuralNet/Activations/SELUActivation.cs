using System.Numerics;

namespace NeuralNet;

/// <summary>
/// y = s·x where x &gt; 0, else s·α·(eˣ − 1), with s = 1.0507 and α = 1.6733, which preserve mean 0 and variance 1 from layer to
/// layer with the initializer "lecun_normal". Klambauer et al., "Self-normalizing neural networks", 2017.
/// </summary>
[Configurable]
internal sealed partial class SELUActivation : Activation
{
    private const float Alpha = 1.6732632f, Scale = 1.050701f;

    public override bool IsElementwise => true;

    protected internal override bool NeedsInput => false;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, default(Function));

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(output, gradient, gradient, default(Derivative));

    private readonly struct Function : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x) =>
            Scale * Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, (Vector.Exp(x) - Vector<float>.One) * Alpha);
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy) =>
            dy * Vector.ConditionalSelect(
                Vector.GreaterThan(y, Vector<float>.Zero), new Vector<float>(Scale), y + new Vector<float>(Scale * Alpha));
    }
}
