using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Computes the maximum of each channel over all steps or pixels that are data.</summary>
public abstract class GlobalMaxPooling : GlobalPooling
{
    private protected GlobalMaxPooling(ImageFormat format, bool keepDims, string? name)
        : base(format, keepDims, name)
    {
    }

    private protected sealed override void Pool(ReadOnlySpan<float> pixels, ReadOnlySpan<float> mask, Span<float> output)
    {
        int channels = output.Length;
        if (channels == 1 && mask.IsEmpty)
        {
            output[0] = TensorPrimitives.Max(pixels);
            return;
        }

        bool isFirst = true;
        output.Clear();
        for (int step = 0; step * channels < pixels.Length; step++)
        {
            if (!IsData(mask, step))
                continue;
            ReadOnlySpan<float> values = pixels.Slice(step * channels, channels);
            if (isFirst)
                values.CopyTo(output);
            else
                TensorPrimitives.Max(output, values, output);
            isFirst = false;
        }
    }

    private protected sealed override void PutGradient(
        ReadOnlySpan<float> pixels, ReadOnlySpan<float> mask, ReadOnlySpan<float> output, Span<float> outputGradient,
        Span<float> scratch, Span<float> gradient)
    {
        int channels = output.Length;
        scratch.Clear();
        gradient.Clear();
        for (int step = 0; step * channels < pixels.Length; step++)
        {
            if (IsData(mask, step))
                Ties.Mark(pixels.Slice(step * channels, channels), output, gradient.Slice(step * channels, channels), scratch);
        }

        TensorPrimitives.Divide(outputGradient, scratch, outputGradient);
        for (int step = 0; step * channels < pixels.Length; step++)
        {
            Span<float> target = gradient.Slice(step * channels, channels);
            if (IsData(mask, step))
                TensorPrimitives.Multiply(target, outputGradient, target);
        }
    }
}
