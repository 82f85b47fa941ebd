namespace NeuralNet;

/// <summary>
/// Flattens all axes but the batch into one: (batch, a, b, …) becomes (batch, a·b·…). Keras: layers/reshaping/flatten.py.
/// </summary>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class Flatten(string? name = null) : Layer(name)
{
    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        return input.IsFixed ? input.Size : Shape.Open;
    }

    internal override Layer? FollowedBy(Layer next) => (next as PackedDense)?.AfterFlatten();

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => frame.Input.Data.CopyTo(frame.Output.Data);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.OutputGradient.Data.CopyTo(inputGradient.Data);
    }
}
