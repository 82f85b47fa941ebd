// <page>
using NeuralNet;

/// <summary>The last step of each sequence that is no padding: (batch, steps, features) becomes (batch, features).</summary>
public sealed class LastStep(string? name = null) : Layer(name)
{
    /// <summary>Padding is left out here, and what comes out has no steps and needs no mask.</summary>
    public override MaskHandling MaskHandling => MaskHandling.Consumed;

    protected override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => OnlyInput(inputs) is { Rank: 2 } input
        ? input[1]
        : throw Error($"takes rows of steps and features; they have the shape {inputs[0]}");

    protected override void Forward(Frame frame)
    {
        for (int row = 0; row < frame.BatchSize; row++)
            OfStep(frame.Input, frame, row).CopyTo(frame.Output.Row(row));
    }

    protected override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        inputGradient.AsSpan().Clear();
        for (int row = 0; row < frame.BatchSize; row++)
            frame.OutputGradient.Row(row).CopyTo(OfStep(inputGradient, frame, row));
    }

    /// <summary>
    /// The features of the last step with a 1 in the mask; of the first where all is padding, of the last without a mask.
    /// </summary>
    private static Span<float> OfStep(Tensor values, Frame frame, int row)
    {
        int steps = values.Shape[1], features = values.Shape[2];
        int step = frame.Mask is { } mask ? Math.Max(0, mask.Row(row).LastIndexOf(1)) : steps - 1;
        return values.Row(row).Slice(step * features, features);
    }
}
// </page>
