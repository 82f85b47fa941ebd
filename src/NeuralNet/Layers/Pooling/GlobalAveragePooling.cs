using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Computes the mean of each channel over all steps or pixels that are data.</summary>
public abstract class GlobalAveragePooling : GlobalPooling
{
    private protected GlobalAveragePooling(ImageFormat format, bool keepDims, string? name)
        : base(format, keepDims, name)
    {
    }

    /// <inheritdoc/>
    public sealed override bool IsAffine => true;

    private protected sealed override void Pool(ReadOnlySpan<float> pixels, ReadOnlySpan<float> mask, Span<float> output)
    {
        int channels = output.Length;
        float share = Share(pixels.Length / channels, mask);
        if (channels == 1 && mask.IsEmpty)
        {
            output[0] = TensorPrimitives.Sum(pixels) * share;
            return;
        }

        output.Clear();
        for (int step = 0; step * channels < pixels.Length; step++)
        {
            if (IsData(mask, step))
                TensorPrimitives.Add(output, pixels.Slice(step * channels, channels), output);
        }

        TensorPrimitives.Multiply(output, share, output);
    }

    private protected sealed override void PutGradient(
        ReadOnlySpan<float> pixels, ReadOnlySpan<float> mask, ReadOnlySpan<float> output, Span<float> outputGradient,
        Span<float> scratch, Span<float> gradient)
    {
        int channels = output.Length;
        TensorPrimitives.Multiply(outputGradient, Share(pixels.Length / channels, mask), scratch);
        if (channels == 1 && mask.IsEmpty)
        {
            gradient.Fill(scratch[0]);
            return;
        }

        for (int step = 0; step * channels < pixels.Length; step++)
        {
            Span<float> target = gradient.Slice(step * channels, channels);
            if (IsData(mask, step))
                scratch.CopyTo(target);
            else
                target.Clear();
        }
    }

    /// <summary>Returns the weight of a step: 1 divided by the number of steps that are data.</summary>
    private static float Share(int steps, ReadOnlySpan<float> mask) =>
        1 / (mask.IsEmpty ? steps : MathF.Max(1, TensorPrimitives.Sum(mask)));
}
