using NeuralNet;

namespace Extensions.Tests;

/// <summary>A custom activation: y = (x + √(x² + 1)) / 2, whose derivative needs the input: y′ = y / √(x² + 1).</summary>
public sealed class SquareRootUnit : Activation
{
    public override string Name => "square_root_unit";

    protected override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
    {
        for (int i = 0; i < input.Length; i++)
            output[i] = (input[i] + MathF.Sqrt(input[i] * input[i] + 1)) / 2;
    }

    protected override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
    {
        for (int i = 0; i < input.Length; i++)
            gradient[i] *= output[i] / MathF.Sqrt(input[i] * input[i] + 1);
    }
}
