namespace NeuralNet.Explainability;

/// <summary>The axes of an image without a batch axis: (height, width), (height, width, channels) or (channels, height, width).</summary>
internal readonly record struct ImageLayout(int Height, int Width, int Channels, DataFormat DataFormat)
{
    public int Pixels => Height * Width;

    /// <exception cref="ArgumentException">The shape is not that of an image.</exception>
    public static ImageLayout Of(Shape shape, DataFormat dataFormat, string name) => shape switch
    {
        [int height, int width] => new ImageLayout(height, width, 1, dataFormat),
        [int channels, int height, int width] when dataFormat == DataFormat.ChannelsFirst =>
            new ImageLayout(height, width, channels, dataFormat),
        [int height, int width, int channels] => new ImageLayout(height, width, channels, dataFormat),
        _ => throw new ArgumentException(
            $"'{name}' has the shape {shape}; an image has (height, width), (height, width, channels) or, with "
            + "DataFormat.ChannelsFirst, (channels, height, width).", name),
    };

    /// <summary>Returns the index of a value in row-major order.</summary>
    public int IndexOf(int pixel, int channel) => DataFormat == DataFormat.ChannelsLast
        ? pixel * Channels + channel
        : channel * Pixels + pixel;
}
