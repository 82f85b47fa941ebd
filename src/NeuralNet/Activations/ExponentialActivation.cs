using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>y = eˣ; dy/dx = y. The result is infinite for x &gt; 88.7.</summary>
[Configurable]
internal sealed partial class ExponentialActivation : Activation
{
    public override bool IsElementwise => true;

    protected internal override bool NeedsInput => false;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) =>
        TensorPrimitives.Exp(input, output);

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        TensorPrimitives.Multiply(gradient, output, gradient);
}
