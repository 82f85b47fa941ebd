using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom activation: y = x up to the knee, then at half the slope.</summary>
[Configurable]
internal sealed partial class Bend(float knee = 1) : Activation
{
    protected override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
    {
        for (int i = 0; i < input.Length; i++)
            output[i] = Math.Min(input[i], (input[i] + knee) / 2);
    }

    protected override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
    {
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] *= output[i] < knee ? 1 : 0.5f;
    }
}
