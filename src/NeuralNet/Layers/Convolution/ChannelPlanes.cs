using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>Passes over tensors (batch, channels, pixels …), in which the pixels of a channel are consecutive.</summary>
internal static class ChannelPlanes
{
    /// <summary>Adds one value to all pixels of each channel.</summary>
    public static void Add(Tensor values, ReadOnlySpan<float> addends)
    {
        int pixels = PixelsOf(values, addends.Length);
        Span<float> planes = values.Data;
        for (int plane = 0; plane * pixels < planes.Length; plane++)
        {
            Span<float> own = planes.Slice(plane * pixels, pixels);
            TensorPrimitives.Add(own, addends[plane % addends.Length], own);
        }
    }

    /// <summary>Sums the pixels of each channel over the batch.</summary>
    public static void Sum(Tensor values, Span<float> sums)
    {
        int pixels = PixelsOf(values, sums.Length);
        ReadOnlySpan<float> planes = values.Data;
        sums.Clear();
        for (int plane = 0; plane * pixels < planes.Length; plane++)
            sums[plane % sums.Length] += TensorPrimitives.Sum(planes.Slice(plane * pixels, pixels));
    }

    private static int PixelsOf(Tensor values, int channels) => values.Length / values.Rows / channels;
}
