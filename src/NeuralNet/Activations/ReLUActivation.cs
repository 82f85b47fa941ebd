using System.Numerics;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>y = max(x, 0); dy/dx = 1 where y &gt; 0, else 0, also at x = 0.</summary>
[Configurable(ClassName = "relu")]
internal sealed partial class ReLUActivation : Activation
{
    public override bool IsElementwise => true;

    protected internal override bool NeedsInput => false;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        TensorPrimitives.Max(input, 0f, output);

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        Elementwise.Map(output, gradient, gradient, default(Derivative));

    private readonly struct Derivative : IBinaryFunction
    {
        public Vector<float> Apply(Vector<float> y, Vector<float> dy) =>
            Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), dy, Vector<float>.Zero);
    }
}
