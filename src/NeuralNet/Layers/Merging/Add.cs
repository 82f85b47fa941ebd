using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// output = Σ inputs, element by element; along axes of size 1, values are repeated (<see cref="MergeLayer"/>). Keras:
/// layers/merging/add.py.
/// </summary>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class Add(string? name = null) : MergeLayer(name)
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
}
