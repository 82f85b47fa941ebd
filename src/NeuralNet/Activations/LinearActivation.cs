namespace NeuralNet;

/// <summary>y = x.</summary>
[Configurable]
internal sealed partial class LinearActivation : Activation
{
    public override bool IsElementwise => true;

    protected internal override bool NeedsInput => false;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
    {
        if (input != output)
            input.CopyTo(output);
    }

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
    {
    }
}
