namespace NeuralNet;

/// <summary>
/// y = 1 where x ≥ 0, else 0: the threshold neuron (McCulloch and Pitts, "A logical calculus of the ideas immanent in nervous
/// activity", 1943). Gradient descent cannot train what precedes the function, whose derivative is 0 wherever it exists.
/// </summary>
[Configurable]
internal sealed partial class StepActivation : Activation
{
    public override bool IsDifferentiable => false;

    public override bool IsElementwise => true;

    protected internal override bool NeedsInput => false;

    protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
    {
        for (int i = 0; i < input.Length; i++)
            output[i] = input[i] >= 0 ? 1 : float.IsNaN(input[i]) ? float.NaN : 0;
    }

    protected internal override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) =>
        gradient.Clear();
}
