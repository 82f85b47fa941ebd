namespace NeuralNet;

/// <summary>
/// Reorders the axes of the rows: axis i of the output is axis dims[i] of the input. Keras: layers/reshaping/permute.py.
/// </summary>
/// <param name="dims">The axes of the input in the order of the output, each once; the batch is axis 0: <c>[2, 1]</c>.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentException">The axes are not the numbers from 1 on, each once.</exception>
[Configurable]
public sealed partial class Permute(int[] dims, string? name = null) : Layer(name)
{
    private readonly int[] dims = RequirePermutation(dims);

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        return input.Rank == dims.Length
            ? Array.ConvertAll(dims, axis => input[axis - 1])
            : throw Error(
                $"reorders rows with {Counted.Of(dims.Length, "axis")}; it was given {input.ToStringWithBatch()}. Name each axis of the "
                + "input but the batch");
    }

    /// <inheritdoc/>
    protected internal override object Prepare(PassShapes shapes) =>
        new AxisPermutation(shapes.Input.WithoutBatch(), Array.ConvertAll(dims, axis => axis - 1));

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => frame.Prepared<AxisPermutation>().Permute(frame.Input, frame.Output);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.Prepared<AxisPermutation>().Restore(frame.OutputGradient, inputGradient);
    }

    private static int[] RequirePermutation(int[] dims)
    {
        ArgumentNullException.ThrowIfNull(dims);
        return dims.Length > 0 && dims.Order().SequenceEqual(Enumerable.Range(1, dims.Length))
            ? [.. dims]
            : throw new ArgumentException(
                $"'dims' must contain each number from 1 to the number of axes once; it is [{string.Join(", ", dims)}].", nameof(dims));
    }
}
