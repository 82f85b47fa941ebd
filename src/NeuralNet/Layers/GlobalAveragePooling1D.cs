using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// The mean of each feature over the steps of a sample, padding left out: (batch, steps, features) becomes (batch, features).
/// A sample of padding only gives zeros, where Keras gives NaN. Keras: layers/pooling/global_average_pooling1d.py.
/// </summary>
/// <param name="keepDims">Whether the axis of the steps is kept, with size 1; false by default.</param>
/// <param name="name">The layer's name.</param>
public sealed class GlobalAveragePooling1D(bool keepDims = false, string? name = null) : GlobalPooling1D(keepDims, name)
{
    /// <inheritdoc/>
    public override bool IsAffine => true;

    internal static GlobalAveragePooling1D From(Configuration configuration) =>
        new(configuration.GetBoolean("keepdims", false), configuration.GetString("name"));

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

    /// <summary>What each step contributes: one over their number.</summary>
    private static float Share(int steps, ReadOnlySpan<float> mask) =>
        1 / (mask.IsEmpty ? steps : MathF.Max(1, TensorPrimitives.Sum(mask)));
}

/// <summary>The fluent method of <see cref="NeuralNet.GlobalAveragePooling1D"/>.</summary>
public static class GlobalAveragePooling1DExtensions
{
    /// <summary>Puts the mean over the steps on top. See <see cref="NeuralNet.GlobalAveragePooling1D"/>.</summary>
    public static T GlobalAveragePooling1D<T>(this ILayerStack<T> stack, bool keepDims = false, string? name = null)
        where T : ILayerStack<T> => stack.Add(new GlobalAveragePooling1D(keepDims, name));
}
