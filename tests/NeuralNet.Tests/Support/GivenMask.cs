namespace NeuralNet.Tests;

/// <summary>Puts a mask, its second input, on its first input: the values pass as they are.</summary>
internal sealed class GivenMask : Layer
{
    public override MaskHandling MaskHandling => MaskHandling.Produced;

    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => inputs[0];

    protected internal override void Forward(Frame frame)
    {
        frame.Inputs[0].Data.CopyTo(frame.Output.Data);
        frame.Inputs[1].Data.CopyTo(frame.OutputMask!.Data);
    }

    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradients[0] is { } gradient)
            frame.OutputGradient.Data.CopyTo(gradient.Data);
        frame.InputGradients[1]?.Data.Clear();
    }
}
