namespace NeuralNet;

internal sealed class LinearActivation : Activation
{
    public override string Name => "linear";

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
    {
        if (input != output)
            input.CopyTo(output);
    }

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
    {
    }
}
