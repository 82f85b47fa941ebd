using NeuralNet;

namespace Extensions.Tests;

/// <summary>A layer with a mask rule: it adds two sequences, and the mask of the output is that of the second sequence.</summary>
public sealed class LastOfTwo(string? name = null) : Layer(name)
{
    protected override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => inputs[1];

    protected override IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs) => [inputHasMask[1]];

    protected override void Forward(Frame frame)
    {
        if (frame.OutputMask is { } mask)
            frame.InputMasks[1]!.AsSpan().CopyTo(mask.AsSpan());
        for (int i = 0; i < frame.Output.Length; i++)
            frame.Output.AsSpan()[i] = frame.Inputs[0].AsSpan()[i] + frame.Inputs[1].AsSpan()[i];
    }

    protected override void Backward(Frame frame)
    {
        foreach (Tensor? gradient in frame.InputGradients)
            frame.OutputGradient.AsSpan().CopyTo(gradient is null ? frame.OutputGradient.AsSpan() : gradient.AsSpan());
    }
}
