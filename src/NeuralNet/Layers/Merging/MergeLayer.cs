using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Joins inputs element by element. The values of an input that has size 1 along an axis, or lacks the first axes of another, are repeated:
/// (batch, steps, features) and (batch, features) give (batch, steps, features). A step of the output is padding where it is padding in
/// every input. Padding is the neutral element of <see cref="Multiply"/>, <see cref="Maximum"/> and <see cref="Minimum"/> and gets no
/// gradient there; in the other layers its values count. Keras: layers/merging/base_merge.py.
/// </summary>
public abstract class MergeLayer : Layer
{
    private LayerMemory operands = null!, wholeGradient = null!, expandedMask = null!;

    private protected MergeLayer(string? name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public sealed override MaskHandling MaskHandling => MaskHandling.Passed;

    /// <summary>The value that replaces padding; null if padding is used as it is.</summary>
    private protected virtual float? NeutralElement => null;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        operands = builder.AddMemory("operands", shapes => Enumerable.Range(0, shapes.Inputs.Count).Any(input => IsCopied(shapes, input))
            ? [shapes.Inputs.Count, .. shapes.Output]
            : 0);
        wholeGradient = builder.AddWorkspace("whole_gradient", shapes => shapes.Inputs.All(input => input.Equals(shapes.Output))
            ? 0
            : shapes.Output);
        expandedMask = builder.AddWorkspace("expanded_mask", shapes => shapes.InputHasMask.Contains(true)
            ? shapes.Output.Size / shapes.Output.Last
            : 0);
    }

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape output = inputs[0];
        foreach (Shape shape in inputs)
        {
            output = Broadcast.Combine(output, shape) ?? throw Error(
                "takes inputs whose sizes agree, from the last axis to the first, where none is 1; it was given "
                + $"{string.Join(" and ", inputs)}");
        }

        return output;
    }

    /// <inheritdoc/>
    protected internal sealed override object Prepare(PassShapes shapes) => new Tables(shapes);

    /// <inheritdoc/>
    protected internal sealed override void Forward(Frame frame)
    {
        MergeMasks(frame);
        Tables tables = frame.Prepared<Tables>();
        for (int i = 0; i < frame.Inputs.Count; i++)
        {
            if (tables.Broadcasts[i] is { } broadcast)
                broadcast.Expand(frame.Inputs[i].Data, Copy(frame, i));
            else if (ReplacesPadding(frame, i))
                frame.Inputs[i].Data.CopyTo(Copy(frame, i));
            if (ReplacesPadding(frame, i))
                FillPadding(Copy(frame, i), DataMask(frame, i), NeutralElement!.Value);
        }

        Merge(frame, frame.Output.Data);
    }

    /// <inheritdoc/>
    protected internal sealed override void Backward(Frame frame)
    {
        Tables tables = frame.Prepared<Tables>();
        for (int i = 0; i < frame.InputGradients.Count; i++)
        {
            if (frame.InputGradients[i] is not { } gradient)
                continue;
            Span<float> whole = tables.Broadcasts[i] is null ? gradient.Data : frame[wholeGradient].Data;
            PutGradient(frame, i, whole);
            if (ReplacesPadding(frame, i))
                FillPadding(whole, DataMask(frame, i), 0);
            tables.Broadcasts[i]?.Sum(whole, gradient.Data);
        }
    }

    /// <summary>Writes the output.</summary>
    private protected abstract void Merge(Frame frame, Span<float> output);

    /// <summary>Writes the gradient of one operand.</summary>
    private protected abstract void PutGradient(Frame frame, int input, Span<float> gradient);

    /// <summary>Returns an input in the shape of the output, with the neutral element in place of padding.</summary>
    private protected ReadOnlySpan<float> Operand(Frame frame, int input) =>
        frame.Prepared<Tables>().Broadcasts[input] is null && !ReplacesPadding(frame, input)
            ? frame.Inputs[input].Data
            : Copy(frame, input);

    /// <summary>Writes 1 for each step of the output in which the input has data, and 0 for padding.</summary>
    private protected virtual void WriteDataMask(Frame frame, int input, Span<float> isData) =>
        frame.Prepared<Tables>().MaskBroadcasts[input].Expand(frame.InputMasks[input]!.Data, isData);

    /// <summary>Fills the steps that are not data.</summary>
    private protected static void FillPadding(Span<float> values, ReadOnlySpan<float> isData, float value)
    {
        int width = values.Length / isData.Length;
        for (int step = 0; step < isData.Length; step++)
        {
            if (isData[step] == 0)
                values.Slice(step * width, width).Fill(value);
        }
    }

    private bool IsCopied(PassShapes shapes, int input) =>
        !shapes.Inputs[input].Equals(shapes.Output) || (NeutralElement is not null && shapes.InputHasMask[input]);

    private bool ReplacesPadding(Frame frame, int input) => NeutralElement is not null && frame.InputMasks[input] is not null;

    /// <summary>Returns the memory for an input that is not used as it is.</summary>
    private Span<float> Copy(Frame frame, int input)
    {
        int length = frame.Output.Length;
        return frame[operands].Data.Slice(input * length, length);
    }

    private ReadOnlySpan<float> DataMask(Frame frame, int input)
    {
        Span<float> isData = frame[expandedMask].Data;
        WriteDataMask(frame, input, isData);
        return isData;
    }

    /// <summary>Merges the masks: a step is data if the step is data in one of the inputs.</summary>
    private void MergeMasks(Frame frame)
    {
        if (frame.OutputMask is not { } merged || merged == frame.InputMasks[0])
            return;
        Span<float> mask = frame[expandedMask].Data;
        merged.Data.Clear();
        for (int i = 0; i < frame.InputMasks.Count; i++)
        {
            frame.Prepared<Tables>().MaskBroadcasts[i].Expand(frame.InputMasks[i]!.Data, mask);
            TensorPrimitives.Max(merged.Data, mask, merged.Data);
        }
    }

    /// <summary>The repetition of the inputs, and of their masks, to the shape of the output.</summary>
    private sealed class Tables(PassShapes shapes)
    {
        /// <summary>The repetition of each input; null for one that has the shape of the output.</summary>
        public Broadcast?[] Broadcasts { get; } = [.. shapes.Inputs.Select(input => input.Equals(shapes.Output)
            ? null
            : new Broadcast(input.WithoutBatch(), shapes.Output.WithoutBatch()))];

        public Broadcast[] MaskBroadcasts { get; } =
            [.. shapes.Inputs.Select(input => new Broadcast(WithoutLast(input.WithoutBatch()), WithoutLast(shapes.Output.WithoutBatch())))];

        private static Shape WithoutLast(Shape shape) => shape.Rank == 0 ? shape : new Shape(shape.Sizes[..^1]);
    }
}
