namespace NeuralNet.Tests;

/// <summary>Gives its first input a padding mask, which is the second input.</summary>
internal sealed class Masked : Layer
{
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => inputs[0];

    protected internal override IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs) => [true];

    protected internal override void Forward(Frame frame)
    {
        frame.Inputs[0].AsSpan().CopyTo(frame.Output.AsSpan());
        frame.Inputs[1].AsSpan().CopyTo(frame.OutputMask!.AsSpan());
    }

    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradients[0] is { } gradient)
            frame.OutputGradient.AsSpan().CopyTo(gradient.AsSpan());
        frame.InputGradients[1]?.AsSpan().Clear();
    }
}
