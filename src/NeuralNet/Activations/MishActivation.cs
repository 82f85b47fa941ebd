using System.Numerics;

namespace NeuralNet;

/// <summary>
/// y = x·tanh(log(1 + eˣ)) = x·n/(n + 2) with n = eˣ·(eˣ + 2); dy/dx = n/(n + 2) + x·σ(x)·4(n + 1)/(n + 2)². From x = 20 on, y is
/// exactly x, and eˣ is not computed. Misra, "Mish: a self regularized non-monotonic activation function", 2019.
/// </summary>
[Configurable]
internal sealed partial class MishActivation : Activation
{
    private const float LinearFrom = 20;

    public override bool IsElementwise => true;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        Elementwise.Map(input, output, default(Function));

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(input, gradient, gradient, default(Derivative));

    private readonly struct Function : IUnaryFunction
    {
        public Vector<float> Apply(Vector<float> x)
        {
            var two = new Vector<float>(2);
            Vector<float> e = Vector.Exp(Vector.Min(x, new Vector<float>(LinearFrom))), n = e * (e + two);
            return x * (n / (n + two));
        }
    }

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> x, Vector<float> dy)
        {
            var two = new Vector<float>(2);
            x = Vector.Min(x, new Vector<float>(LinearFrom));
            Vector<float> e = Vector.Exp(x), n = e * (e + two), divisor = n + two;
            Vector<float> sigmoid = e / (e + Vector<float>.One);
            return dy * (n + x * sigmoid * 4 * ((n + Vector<float>.One) / divisor)) / divisor;
        }
    }
}
