namespace NeuralNet;

/// <summary>
/// Makes one axis of all axes but the batch: (batch, a, b, …) becomes (batch, a·b·…). Keras: layers/reshaping/flatten.py.
/// </summary>
/// <param name="name">The layer's name.</param>
public sealed class Flatten(string? name = null) : Layer(name)
{
    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder) => builder.InputShape.Size;

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame) => frame.Input.Data.CopyTo(frame.Output.Data, 0);

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is { } inputGradient)
            frame.OutputGradient.Data.CopyTo(inputGradient.Data, 0);
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
