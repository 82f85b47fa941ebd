using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Marks steps as padding in which all features equal a value: such a step is 0 in the mask, and its features are set to 0. Input and
/// output (batch, steps, …, features). Layers behind leave the padding out, such as <see cref="LSTM"/>. Keras: layers/core/masking.py.
/// </summary>
/// <param name="maskValue">The value of all features of padding; 0 by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
/// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
[Configurable]
public sealed partial class Masking(float maskValue = 0, string? name = null) : Layer(name)
{
    private readonly float maskValue = Require.Finite(maskValue);

    /// <summary>The mask replaces one that the input carries.</summary>
    public override MaskHandling MaskHandling => MaskHandling.Produced;

    /// <inheritdoc/>
    protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => OnlyInput(inputs) is { Rank: > 1 } input
        ? input
        : throw Error($"marks steps of sequences, (batch, steps, features); it was given the shape {inputs[0].ToStringWithBatch()}");

    /// <inheritdoc/>
    protected internal override void Forward(Frame frame)
    {
        int features = frame.Input.Shape.Last;
        Span<float> mask = frame.OutputMask!.Data;
        frame.Input.Data.CopyTo(frame.Output.Data);
        for (int i = 0; i < mask.Length; i++)
        {
            Span<float> step = frame.Output.Data.Slice(i * features, features);
            mask[i] = step.ContainsAnyExcept(maskValue) ? 1 : 0;
            if (mask[i] == 0)
                step.Clear();
        }
    }

    /// <inheritdoc/>
    protected internal override void Backward(Frame frame)
    {
        if (frame.InputGradient is not { } gradient)
            return;
        int features = gradient.Shape.Last;
        ReadOnlySpan<float> mask = frame.OutputMask!.Data;
        for (int i = 0; i < mask.Length; i++)
        {
            TensorPrimitives.Multiply(frame.OutputGradient.Data.Slice(i * features, features), mask[i],
                gradient.Data.Slice(i * features, features));
        }
    }
}
