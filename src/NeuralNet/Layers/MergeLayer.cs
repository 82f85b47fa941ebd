using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Joins inputs element by element. Where an input has size 1 along an axis, or lacks the first axes of another, its values are repeated:
/// (batch, steps, features) and (batch, features) give (batch, steps, features). A step of the output is padding where it is padding in
/// every input. Padding is the neutral element of <see cref="Multiply"/> and <see cref="Maximum"/> and gets no gradient there; in the other
/// layers its values count. Keras: layers/merging/base_merge.py.
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

    /// <summary>The value that replaces padding; null if padding keeps its values.</summary>
    private protected virtual float? NeutralElement => null;

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
        {
            broadcasts[i]?.Expand(frame.Inputs[i].Data, Operand(frame, i).Data);
            if (ReplacesPadding(frame, i))
                ReplacePadding(frame, i);
        }

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
            if (ReplacesPadding(frame, i))
                FillPadding(whole, DataMask(frame, i), 0);
            broadcasts[i]?.Sum(whole.Data, gradient.Data);
        }
    }

    /// <summary>Writes the output.</summary>
    private protected abstract void Merge(Frame frame, Span<float> output);

    /// <summary>Writes the gradient of one operand.</summary>
    private protected abstract void PutGradient(Frame frame, int input, Span<float> gradient);

    /// <summary>An input in the shape of the output, the neutral element in the place of its padding.</summary>
    private protected Tensor Operand(Frame frame, int input) => broadcasts[input] is null && !ReplacesPadding(frame, input)
        ? frame.Inputs[input]
        : frame.Scratch(FirstScratch + 1 + input, frame.Output.Shape);

    /// <summary>Writes for each step of the output whether the input has data there: 1 for data, 0 for padding.</summary>
    private protected virtual void WriteDataMask(Frame frame, int input, Span<float> isData) =>
        maskBroadcasts[input]!.Expand(frame.InputMasks[input]!.Data, isData);

    /// <summary>Fills the steps that are not data.</summary>
    private protected static void FillPadding(Tensor values, ReadOnlySpan<float> isData, float value)
    {
        int width = values.Shape.Last;
        for (int step = 0; step < isData.Length; step++)
        {
            if (isData[step] == 0)
                values.AsSpan().Slice(step * width, width).Fill(value);
        }
    }

    private bool ReplacesPadding(Frame frame, int input) =>
        NeutralElement is not null && frame.InputMasks.Count > 0 && frame.InputMasks[input] is not null;

    private void ReplacePadding(Frame frame, int input)
    {
        Tensor operand = Operand(frame, input);
        if (broadcasts[input] is null)
            frame.Inputs[input].Data.CopyTo(operand.Data, 0);
        FillPadding(operand, DataMask(frame, input), NeutralElement!.Value);
    }

    private ReadOnlySpan<float> DataMask(Frame frame, int input)
    {
        Span<float> isData = ExpandedMask(frame);
        WriteDataMask(frame, input, isData);
        return isData;
    }

    /// <summary>The buffer for one mask in the shape of the output's mask.</summary>
    private Span<float> ExpandedMask(Frame frame) =>
        frame.Scratch(FirstScratch + 1 + broadcasts.Length, frame.Output.Length / frame.Output.Shape.Last).Data;

    /// <summary>A step is data if it is in one of the inputs.</summary>
    private void MergeMasks(Frame frame)
    {
        if (frame.OutputMask is not { } merged || merged == frame.InputMasks[0])
            return;
        Span<float> mask = ExpandedMask(frame);
        merged.AsSpan().Clear();
        for (int i = 0; i < frame.InputMasks.Count; i++)
        {
            maskBroadcasts[i]!.Expand(frame.InputMasks[i]!.Data, mask);
            TensorPrimitives.Max(merged.Data, mask, merged.Data);
        }
    }

    private static Shape WithoutLast(Shape shape) => shape.Rank == 0 ? shape : new Shape(shape.Sizes[..^1]);
}
