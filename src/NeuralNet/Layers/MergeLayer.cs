using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Joins inputs element by element. Where an input has size 1 along an axis, or lacks the first axes of another, its values are repeated:
/// (batch, steps, features) and (batch, features) give (batch, steps, features). A step of the output is padding where it is padding in
/// every input. Keras: layers/merging/base_merge.py.
/// </summary>
public abstract class MergeLayer : Layer
{
    /// <summary>Scratch below this index is for the derived layers.</summary>
    private const int FirstScratch = 2;

    private Broadcast?[] broadcasts = [], maskBroadcasts = [];

    private protected MergeLayer(string? name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    protected internal sealed override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder)
    {
        Shape output = builder.InputShapes[0];
        foreach (Shape shape in builder.InputShapes)
        {
            output = Broadcast.Combine(output, shape) ?? throw builder.Error(
                $"takes inputs whose sizes agree, from the last axis to the first, where none is 1; it was given {string.Join(" and ", builder.InputShapes)}");
        }

        broadcasts = [.. builder.InputShapes.Select(shape => shape.Equals(output) ? null : new Broadcast(shape, output))];
        if (output.Rank > 0)
            maskBroadcasts = [.. builder.InputShapes.Select(shape => new Broadcast(WithoutLast(shape), WithoutLast(output)))];
        return output;
    }

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        MergeMasks(frame);
        for (int i = 0; i < broadcasts.Length; i++)
            broadcasts[i]?.Expand(frame.Inputs[i].Data, Operand(frame, i).Data);
        Merge(frame, frame.Output.Data);
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        for (int i = 0; i < frame.InputGradients.Count; i++)
        {
            if (frame.InputGradients[i] is not { } gradient)
                continue;
            Tensor whole = broadcasts[i] is null ? gradient : frame.Scratch(FirstScratch, frame.Output.Shape);
            PutGradient(frame, i, whole.Data);
            broadcasts[i]?.Sum(whole.Data, gradient.Data);
        }
    }

    /// <summary>Writes the output.</summary>
    private protected abstract void Merge(Frame frame, Span<float> output);

    /// <summary>Writes the gradient of one operand.</summary>
    private protected abstract void PutGradient(Frame frame, int input, Span<float> gradient);

    /// <summary>An input in the shape of the output.</summary>
    private protected Tensor Operand(Frame frame, int input) =>
        broadcasts[input] is null ? frame.Inputs[input] : frame.Scratch(FirstScratch + 1 + input, frame.Output.Shape);

    /// <summary>A step is data if it is in one of the inputs.</summary>
    private void MergeMasks(Frame frame)
    {
        if (frame.OutputMask is not { } merged || merged == frame.InputMasks[0])
            return;
        Tensor mask = frame.Scratch(FirstScratch + 1 + broadcasts.Length, merged.Shape);
        merged.AsSpan().Clear();
        for (int i = 0; i < frame.InputMasks.Count; i++)
        {
            maskBroadcasts[i]!.Expand(frame.InputMasks[i]!.Data, mask.Data);
            TensorPrimitives.Max(merged.Data, mask.Data, merged.Data);
        }
    }

    private static Shape WithoutLast(Shape shape) => shape.Rank == 0 ? shape : new Shape(shape.Sizes[..^1]);
}
