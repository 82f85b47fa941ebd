using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Computes the mean of each feature over the steps of a sample, without padding: (batch, steps, features) becomes (batch, features).
/// A sample that is all padding gives zeros, where Keras gives NaN. Keras: layers/pooling/global_average_pooling1d.py.
/// </summary>
/// <param name="keepDims">Whether the axis of the steps is kept, with size 1; false by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class GlobalAveragePooling1D([Setting("keepdims")] bool keepDims = false, string? name = null)
    : GlobalPooling1D(keepDims, name)
{
    /// <inheritdoc/>
    public override bool IsAffine => true;

    private protected override void Pool(ReadOnlySpan<float> steps, ReadOnlySpan<float> mask, Span<float> output)
    {
        int features = output.Length;
        output.Clear();
        for (int step = 0; step * features < steps.Length; step++)
        {
            if (IsData(mask, step))
                TensorPrimitives.Add(output, steps.Slice(step * features, features), output);
        }

        TensorPrimitives.Multiply(output, Share(steps.Length / features, mask), output);
    }

    private protected override void PutGradient(
        ReadOnlySpan<float> steps, ReadOnlySpan<float> mask, ReadOnlySpan<float> output, Span<float> outputGradient,
        Span<float> scratch, Span<float> gradient)
    {
        int features = output.Length;
        TensorPrimitives.Multiply(outputGradient, Share(steps.Length / features, mask), outputGradient);
        for (int step = 0; step * features < steps.Length; step++)
        {
            Span<float> target = gradient.Slice(step * features, features);
            if (IsData(mask, step))
                outputGradient.CopyTo(target);
            else
                target.Clear();
        }
    }

    /// <summary>Returns the weight of a step: 1 divided by the number of steps that are data.</summary>
    private static float Share(int steps, ReadOnlySpan<float> mask) =>
        1 / (mask.IsEmpty ? steps : MathF.Max(1, TensorPrimitives.Sum(mask)));
}
