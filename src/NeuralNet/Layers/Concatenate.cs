using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Joins its inputs along one axis; the other axes must agree. Keras: layers/merging/concatenate.py.
/// </summary>
public sealed class Concatenate : Layer
{
    private readonly int axis;

    /// <summary>Makes a concatenation.</summary>
    /// <param name="axis">The axis to join along, counted with the batch as axis 0; negative from the last, which is the default.</param>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The axis is 0, the batch.</exception>
    public Concatenate(int axis = -1, string? name = null)
        : base(name)
    {
        if (axis == 0)
            throw new ArgumentOutOfRangeException(nameof(axis), axis, "The batch (axis 0) cannot be joined along; choose another axis.");
        this.axis = axis;
    }

    /// <summary>A mask is passed when the last axis is joined; along another, the steps would not stay where they are.</summary>
    protected internal override MaskHandling MaskHandling => axis == -1 ? MaskHandling.Passed : MaskHandling.Refused;

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
        MergeMasks(frame);
        int outputBlock = Block(frame.Output), offset = 0;
        for (int k = 0; k < frame.Inputs.Count; k++)
        {
            Tensor input = frame.Inputs[k];
            int block = Block(input);
            for (int i = 0; i * block < input.Length; i++)
                input.Data.Slice(i * block, block).CopyTo(frame.Output.Data[(i * outputBlock + offset)..]);
            offset += block;
        }
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        int outputBlock = Block(frame.Output), offset = 0;
        for (int k = 0; k < frame.Inputs.Count; k++)
        {
            int block = Block(frame.Inputs[k]);
            if (frame.InputGradients[k] is { } gradient)
            {
                for (int i = 0; i * block < gradient.Length; i++)
                    frame.OutputGradient.Data.Slice(i * outputBlock + offset, block).CopyTo(gradient.Data[(i * block)..]);
            }

            offset += block;
        }
    }

    /// <inheritdoc/>
    protected internal override void WriteTo(Configuration configuration) => configuration.Set("axis", axis);

    internal static Concatenate From(Configuration configuration) =>
        new(configuration.GetInt32("axis", -1), configuration.GetString("name"));

    /// <summary>How many neighbouring values of a tensor stay together: the sizes from the joined axis inwards.</summary>
    /// <summary>A step is data if it is in one of the inputs.</summary>
    private static void MergeMasks(Frame frame)
    {
        if (frame.OutputMask is not { } merged || merged == frame.InputMasks[0])
            return;
        frame.InputMasks[0]!.Data.CopyTo(merged.Data);
        for (int i = 1; i < frame.InputMasks.Count; i++)
            TensorPrimitives.Max(merged.Data, frame.InputMasks[i]!.Data, merged.Data);
    }

    private int Block(Tensor tensor)
    {
        int block = 1;
        for (int i = axis > 0 ? axis : tensor.Rank + axis; i < tensor.Rank; i++)
            block *= tensor.Shape[i];
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
}
