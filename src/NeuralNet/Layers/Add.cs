using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Adds its inputs element by element; they have one shape. Keras: layers/merging/add.py.</summary>
/// <param name="name">The layer's name.</param>
public sealed class Add(string? name = null) : Layer(name)
{
    /// <inheritdoc/>
    protected internal override Shape Build(LayerBuilder builder)
    {
        Shape first = builder.InputShapes[0];
        if (builder.InputShapes.Any(shape => !shape.Equals(first)))
            throw builder.Error($"takes inputs of one shape; it was given {string.Join(" and ", builder.InputShapes)}");
        return first;
    }

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        Span<float> sum = frame.Output.Data;
        frame.Input.Data.CopyTo(sum);
        for (int i = 1; i < frame.Inputs.Count; i++)
            TensorPrimitives.Add(sum, frame.Inputs[i].Data, sum);
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        for (int i = 0; i < frame.InputGradients.Count; i++)
        {
            if (frame.InputGradients[i] is { } gradient)
                frame.OutputGradient.Data.CopyTo(gradient.Data, 0);
        }
    }

    internal static Add From(Configuration configuration) => new(configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.Add"/>.</summary>
public static class AddExtensions
{
    /// <summary>Adds other nodes of the same shape to this one. See <see cref="NeuralNet.Add"/>.</summary>
    public static T Add<T>(this IMergeable<T> first, params ReadOnlySpan<T> others)
        where T : IMergeable<T> => first.Merge(new Add(), others);
}
