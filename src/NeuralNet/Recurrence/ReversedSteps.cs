namespace NeuralNet;

/// <summary>Reverses the order of the steps of sequences (batch, steps, …), and of their padding mask.</summary>
internal sealed class ReversedSteps(string? name = null) : Layer(name)
{
    public override bool IsAffine => true;

    public override MaskHandling MaskHandling => MaskHandling.Consumed;

    protected internal override IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs) => inputHasMask;

    protected internal override void Forward(Frame frame)
    {
        Reverse(frame.Input, frame.Output);
        if (frame.OutputMask is { } mask)
            Reverse(frame.Mask!, mask);
    }

    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            Reverse(frame.OutputGradient, inputGradient);
    }

    private static void Reverse(Tensor source, Tensor destination)
    {
        int steps = source.Shape[1], width = source.RowLength / steps;
        for (int row = 0; row < source.Rows; row++)
        {
            for (int step = 0; step < steps; step++)
                source.Row(row).Slice(step * width, width).CopyTo(destination.Row(row)[((steps - 1 - step) * width)..]);
        }
    }
}
