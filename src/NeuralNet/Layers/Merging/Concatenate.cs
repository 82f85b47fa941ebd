using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Joins its inputs along one axis; the other axes must agree. Padding masks are joined along the same axis, and all steps of an input
/// without a mask are data; along the last axis, a step is data if the step is data in one of the inputs. Keras:
/// layers/merging/concatenate.py.
/// </summary>
/// <param name="axis">
/// The axis to join along, the batch being axis 0; negative numbers count from the end; the last, −1, by default.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The axis is 0, the batch.</exception>
[Configurable]
public sealed partial class Concatenate(int axis = -1, string? name = null) : Layer(name)
{
    private readonly int axis = axis != 0
        ? axis
        : throw new ArgumentOutOfRangeException(nameof(axis), axis, "The batch (axis 0) cannot be joined along; choose another axis.");

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <summary>
    /// Masks are passed on where the last axis is joined; along another axis, the layer joins the masks as it joins the values.
    /// </summary>
    public override MaskHandling MaskHandling => JoinsLast ? MaskHandling.Passed : MaskHandling.Produced;

    private bool JoinsLast => axis == -1 || axis == OutputShape?.Rank;

    /// <inheritdoc/>
    protected internal override IReadOnlyList<bool> OutputMasksFor(IReadOnlyList<bool> inputHasMask, int outputs) => JoinsLast
        ? base.OutputMasksFor(inputHasMask, outputs)
        : [inputHasMask.Contains(true)];

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape first = inputs[0];
        int joined = axis > 0 ? axis - 1 : first.Rank + axis;
        if (joined < 0 || joined >= first.Rank)
            throw Error($"cannot join along axis {axis}: the inputs have the shape {first.ToStringWithBatch()}");
        foreach (Shape shape in inputs)
        {
            if (!SizesMatch(first, shape, joined))
                throw Error($"joins along axis {axis}, so the other axes must agree; it was given {string.Join(" and ", inputs)}");
        }

        int[] sizes = first.Sizes.ToArray();
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = inputs.Select(shape => shape[i]).FirstOrDefault(size => size != Shape.Open, Shape.Open);
        sizes[joined] = inputs.Any(shape => shape[joined] == Shape.Open) ? Shape.Open : inputs.Sum(shape => shape[joined]);
        return sizes;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        if (JoinsLast)
            MergeMasks(frame);
        else if (frame.OutputMask is { } mask)
            JoinMasks(frame, mask);
        int outputBlock = Block(frame.Output.Shape.Sizes), offset = 0;
        for (int k = 0; k < frame.Inputs.Count; k++)
        {
            Tensor input = frame.Inputs[k];
            int block = Block(input.Shape.Sizes);
            for (int i = 0; i * block < input.Length; i++)
                input.Data.Slice(i * block, block).CopyTo(frame.Output.Data[(i * outputBlock + offset)..]);
            offset += block;
        }
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        int outputBlock = Block(frame.Output.Shape.Sizes), offset = 0;
        for (int k = 0; k < frame.Inputs.Count; k++)
        {
            int block = Block(frame.Inputs[k].Shape.Sizes);
            if (frame.InputGradients[k] is { } gradient)
            {
                for (int i = 0; i * block < gradient.Length; i++)
                    frame.OutputGradient.Data.Slice(i * outputBlock + offset, block).CopyTo(gradient.Data[(i * block)..]);
            }

            offset += block;
        }
    }

    /// <summary>Merges the masks: a step is data if the step is data in one of the inputs.</summary>
    private static void MergeMasks(Frame frame)
    {
        if (frame.OutputMask is not { } merged || merged == frame.InputMasks[0])
            return;
        frame.InputMasks[0]!.Data.CopyTo(merged.Data);
        for (int i = 1; i < frame.InputMasks.Count; i++)
            TensorPrimitives.Max(merged.Data, frame.InputMasks[i]!.Data, merged.Data);
    }

    /// <summary>Joins the masks, which lack the last axis; all steps of an input without a mask are data.</summary>
    private void JoinMasks(Frame frame, Tensor joined)
    {
        int outputBlock = Block(frame.Output.Shape.Sizes) / frame.Output.Shape.Last, offset = 0;
        for (int k = 0; k < frame.Inputs.Count; k++)
        {
            int block = Block(frame.Inputs[k].Shape.Sizes) / frame.Inputs[k].Shape.Last;
            for (int i = 0; i * outputBlock < joined.Length; i++)
            {
                Span<float> part = joined.Data.Slice(i * outputBlock + offset, block);
                if (frame.InputMasks[k] is { } mask)
                    mask.Data.Slice(i * block, block).CopyTo(part);
                else
                    part.Fill(1);
            }

            offset += block;
        }
    }

    /// <summary>
    /// Returns the number of consecutive values of a tensor that stay together: the product of the sizes from the joined axis inwards.
    /// </summary>
    private int Block(ReadOnlySpan<int> sizes)
    {
        int block = 1;
        foreach (int size in sizes[(axis > 0 ? axis : sizes.Length + axis)..])
            block *= size;
        return block;
    }

    private static bool SizesMatch(Shape first, Shape other, int joined)
    {
        if (other.Rank != first.Rank)
            return false;
        for (int i = 0; i < first.Rank; i++)
        {
            if (i != joined && other[i] != first[i] && other[i] != Shape.Open && first[i] != Shape.Open)
                return false;
        }

        return true;
    }
}

/// <summary>The fluent method of <see cref="NeuralNet.Concatenate"/>.</summary>
public static class ConcatenateExtensions
{
    /// <summary>Joins this node with others along the last axis. See <see cref="NeuralNet.Concatenate"/>.</summary>
    public static T Concatenate<T>(this IMergeable<T> first, params ReadOnlySpan<T> others)
        where T : IMergeable<T> => first.Merge(new Concatenate(), others);

    /// <summary>Joins this node with another along an axis. See <see cref="NeuralNet.Concatenate"/>.</summary>
    public static T Concatenate<T>(this IMergeable<T> first, T second, int axis, string? name = null)
        where T : IMergeable<T> => first.Merge(new Concatenate(axis, name), second);

    /// <summary>
    /// Joins this node with others along an axis: <c>a.Concatenate([b, c], axis: 1)</c>. See <see cref="NeuralNet.Concatenate"/>.
    /// </summary>
    public static T Concatenate<T>(this IMergeable<T> first, IReadOnlyList<T> others, int axis, string? name = null)
        where T : IMergeable<T> => first.Merge(new Concatenate(axis, name), [.. others]);
}
