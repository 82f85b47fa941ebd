using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// output = Σ inputs, element by element; where sizes are 1, values are repeated (<see cref="MergeLayer"/>). Keras: layers/merging/add.py.
/// </summary>
/// <param name="name">The layer's name.</param>
public sealed class Add(string? name = null) : MergeLayer(name)
{
    /// <inheritdoc/>
    public override bool IsAffine => true;

    private protected override void Merge(Frame frame, Span<float> output)
    {
        Operand(frame, 0).CopyTo(output);
        for (int i = 1; i < frame.Inputs.Count; i++)
            TensorPrimitives.Add(output, Operand(frame, i), output);
    }

    private protected override void PutGradient(Frame frame, int input, Span<float> gradient) =>
        frame.OutputGradient.Data.CopyTo(gradient);

    internal static Add From(Configuration configuration) => new(configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.Add"/>.</summary>
public static class AddExtensions
{
    /// <summary>Adds other nodes to this one. See <see cref="NeuralNet.Add"/>.</summary>
    public static T Add<T>(this IMergeable<T> first, params ReadOnlySpan<T> others)
        where T : IMergeable<T> => first.Merge(new Add(), others);
}
