namespace NeuralNet;

/// <summary>
/// Makes one axis of all axes but the batch: (batch, a, b, …) becomes (batch, a·b·…). Keras: layers/reshaping/flatten.py.
/// </summary>
/// <param name="name">The layer's name.</param>
public sealed class Flatten(string? name = null) : Layer(name)
{
    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs)
    {
        Shape input = OnlyInput(inputs);
        return input.IsFixed ? input.Size : Shape.Open;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => frame.Input.Data.CopyTo(frame.Output.Data);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.OutputGradient.Data.CopyTo(inputGradient.Data);
    }

    internal static Flatten From(Configuration configuration) => new(configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.Flatten"/>.</summary>
public static class FlattenExtensions
{
    /// <summary>Makes one axis of all axes but the batch. See <see cref="NeuralNet.Flatten"/>.</summary>
    public static T Flatten<T>(this ILayerStack<T> stack, string? name = null)
        where T : ILayerStack<T> => stack.Add(new Flatten(name));
}
