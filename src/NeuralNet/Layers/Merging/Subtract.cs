using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// output = first input − second, element by element; along axes of size 1, values are repeated (<see cref="MergeLayer"/>).
/// Keras: layers/merging/subtract.py.
/// </summary>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class Subtract(string? name = null) : MergeLayer(name)
{
    /// <inheritdoc/>
    public override bool IsAffine => true;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => inputs.Count == 2
        ? base.OutputShapeFor(inputs)
        : throw Error($"takes two inputs; it was given {inputs.Count}");

    private protected override void Merge(Frame frame, Span<float> output) =>
        TensorPrimitives.Subtract(Operand(frame, 0), Operand(frame, 1), output);

    private protected override void PutGradient(Frame frame, int input, Span<float> gradient)
    {
        if (input == 0)
            frame.OutputGradient.Data.CopyTo(gradient);
        else
            TensorPrimitives.Negate(frame.OutputGradient.Data, gradient);
    }
}

/// <summary>The fluent method of <see cref="NeuralNet.Subtract"/>.</summary>
public static class SubtractExtensions
{
    /// <summary>Subtracts another node from this node. See <see cref="NeuralNet.Subtract"/>.</summary>
    public static T Subtract<T>(this IMergeable<T> first, T second)
        where T : IMergeable<T> => first.Merge(new Subtract(), second);
}
