namespace NeuralNet;

/// <summary>Passes its first input on with a padding mask, whose values are the second input.</summary>
internal sealed class MaskedSteps(string? name = null) : Layer(name)
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
        if (frame.InputGradients[0] is { } inputGradient)
            frame.OutputGradient.Data.CopyTo(inputGradient.Data);
        frame.InputGradients[1]?.Data.Clear();
    }
}
