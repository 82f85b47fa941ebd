// <page>
using NeuralNet;

/// <summary>Halves the last axis: output 0 is the first half, output 1 the second.</summary>
public sealed class Halves(string? name = null) : Layer(name)
{
    protected override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        if (input.Rank == 0 || input[^1] == Shape.Open || input[^1] % 2 != 0)
            throw Error($"halves the last axis, whose size is even; the input has the shape {input}");
        Shape half = [.. input.Take(input.Rank - 1), input[^1] / 2];
        return [half, half];
    }

    protected override void Forward(Frame frame)
    {
        int half = frame.Outputs[0].Shape[^1];
        ReadOnlySpan<float> x = frame.Input.AsSpan();
        for (int start = 0; start < x.Length; start += 2 * half)
        {
            x.Slice(start, half).CopyTo(frame.Outputs[0].AsSpan()[(start / 2)..]);
            x.Slice(start + half, half).CopyTo(frame.Outputs[1].AsSpan()[(start / 2)..]);
        }
    }

    /// <summary>The gradient of an output that nothing is made of may be null; its half of the input's is 0.</summary>
    protected override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        int half = frame.Outputs[0].Shape[^1];
        Span<float> dx = inputGradient.AsSpan();
        for (int output = 0; output < 2; output++)
        {
            Tensor? dy = frame.OutputGradients[output];
            for (int start = 0; start < dx.Length; start += 2 * half)
            {
                Span<float> part = dx.Slice(start + output * half, half);
                if (dy is null)
                    part.Clear();
                else
                    dy.AsSpan().Slice(start / 2, half).CopyTo(part);
            }
        }
    }
}
// </page>
