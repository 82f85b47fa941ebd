namespace NeuralNet.LinearAlgebra;

/// <summary>
/// The order of the pixels and channels of a batch of images in memory: element (image, y, x, channel) is at
/// image·ImageStride + y·LineStride + x·PixelStride + channel·ChannelStride.
/// </summary>
internal readonly record struct ImageLayout(nint ImageStride, nint LineStride, nint PixelStride, nint ChannelStride)
{
    /// <summary>Returns the layout of images of a height, a width and a number of channels.</summary>
    public static ImageLayout Of(int height, int width, int channels, bool isChannelsFirst)
    {
        nint pixels = (nint)height * width;
        return isChannelsFirst && channels > 1
            ? new(pixels * channels, width, 1, pixels)
            : new(pixels * channels, (nint)width * channels, channels, 1);
    }

    /// <summary>Gets a value indicating whether the channels of a pixel are consecutive.</summary>
    public bool HasConsecutiveChannels => ChannelStride == 1;

    /// <summary>Returns the layout of every <paramref name="stepX"/>-th pixel of every <paramref name="stepY"/>-th line.</summary>
    public ImageLayout Every(int stepY, int stepX) => this with { LineStride = LineStride * stepY, PixelStride = PixelStride * stepX };

    /// <summary>Returns the index of the first channel of a pixel.</summary>
    public nint At(nint image, nint y, nint x) => (image * ImageStride) + (y * LineStride) + (x * PixelStride);
}
