namespace NeuralNet;

/// <summary>Moves the axes of the rows: axis i of the output is axis dims[i] of the input. Keras: layers/reshaping/permute.py.</summary>
/// <param name="dims">The axes in their new order, where 1 is the first axis of a row: [2, 1] transposes matrices.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentException">The list does not name each axis from 1 on once.</exception>
[Configurable]
public sealed partial class Permute(int[] dims, string? name = null) : Layer(name)
{
    private readonly int[] dims = dims.Order().SequenceEqual(Enumerable.Range(1, dims.Length))
        ? [.. dims]
        : throw new ArgumentException($"Each axis from 1 to {dims.Length} is named once; they were [{string.Join(", ", dims)}].", nameof(dims));

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        return input.Rank == dims.Length
            ? dims.Select(axis => input[axis - 1]).ToArray()
            : throw Error($"moves {dims.Length} axes; inputs of shape {input} have {input.Rank}");
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => Move(frame.Input.Data, frame.Output.Data, frame.Output.Shape, isBack: false);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            Move(frame.OutputGradient.Data, inputGradient.Data, frame.Output.Shape, isBack: true);
    }

    private void Move(ReadOnlySpan<float> source, Span<float> target, Shape output, bool isBack)
    {
        Span<int> sizes = stackalloc int[dims.Length], strides = stackalloc int[dims.Length], position = stackalloc int[dims.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            sizes[i] = output[i + 1];
            strides[i] = 1;
            for (int j = 0; j < dims.Length; j++)
                strides[i] *= dims[j] > dims[i] ? output[j + 1] : 1;
        }

        int length = source.Length / output[0];
        for (int start = 0; start < source.Length; start += length)
        {
            position.Clear();
            for (int i = 0, index = start; i < length; i++)
            {
                if (isBack)
                    target[index] = source[start + i];
                else
                    target[start + i] = source[index];
                for (int axis = sizes.Length - 1; axis >= 0; axis--)
                {
                    index += strides[axis];
                    if (++position[axis] < sizes[axis])
                        break;
                    index -= strides[axis] * position[axis];
                    position[axis] = 0;
                }
            }
        }
    }
}
