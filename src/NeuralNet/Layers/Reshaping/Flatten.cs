namespace NeuralNet;

/// <summary>
/// Flattens all axes but the batch into one: (batch, a, b, …) becomes (batch, a·b·…). Keras: layers/reshaping/flatten.py.
/// </summary>
/// <param name="dataFormat">
/// The order of the axes; <see cref="NeuralNet.DataFormat.ChannelsLast"/> by default. With channels first, the channels become the last
/// axis before the axes are joined, so that the output does not depend on the order.
/// </param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The order of the axes is undefined.</exception>
[Configurable]
public sealed partial class Flatten(DataFormat dataFormat = DataFormat.ChannelsLast, string? name = null) : Layer(name)
{
    private readonly DataFormat dataFormat = Require.Defined(dataFormat);

    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        return input.IsFixed ? input.Size : Shape.Open;
    }

    internal override Layer? FollowedBy(Layer next) =>
        dataFormat == DataFormat.ChannelsLast ? (next as PackedDense)?.AfterFlatten() : null;

    /// <inheritdoc/>
    protected internal override object? Prepare(PassShapes shapes)
    {
        int axes = shapes.Input.Rank - 1;
        return dataFormat == DataFormat.ChannelsFirst && axes > 1
            ? new AxisPermutation(shapes.Input.WithoutBatch(), [.. Enumerable.Range(1, axes - 1), 0])
            : null;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        if (frame.PreparedOrNull<AxisPermutation>() is { } permutation)
            permutation.Permute(frame.Input, frame.Output);
        else
            frame.Input.Data.CopyTo(frame.Output.Data);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } inputGradient)
            return;
        if (frame.PreparedOrNull<AxisPermutation>() is { } permutation)
            permutation.Restore(frame.OutputGradient, inputGradient);
        else
            frame.OutputGradient.Data.CopyTo(inputGradient.Data);
    }
}
