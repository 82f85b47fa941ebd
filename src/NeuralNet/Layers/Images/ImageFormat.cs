namespace NeuralNet;

/// <summary>The order of the axes of images, or of sequences, which are images of height 1, in the rows of a batch.</summary>
internal sealed class ImageFormat
{
    private readonly DataFormat order;
    private readonly bool isSequence;

    private ImageFormat(DataFormat order, bool isSequence) =>
        (this.order, this.isSequence) = (Require.Defined(order, "dataFormat"), isSequence);

    /// <summary>Returns the format of sequences: (steps, channels) or (channels, steps).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is undefined.</exception>
    public static ImageFormat OfSequences(DataFormat order = DataFormat.ChannelsLast) => new(order, isSequence: true);

    /// <summary>Returns the format of images: (height, width, channels) or (channels, height, width).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is undefined.</exception>
    public static ImageFormat OfImages(DataFormat order) => new(order, isSequence: false);

    /// <summary>Gets a value indicating whether the channels are the last axis.</summary>
    public bool IsChannelsLast => order == DataFormat.ChannelsLast;

    /// <summary>Reads the sizes of an image from the shape of a row.</summary>
    /// <exception cref="ArgumentException">The row has another number of axes.</exception>
    public ImageShape Read(Layer layer, Shape row)
    {
        if (row.Rank != (isSequence ? 2 : 3))
            throw layer.Error($"takes inputs of shape {Axes()}; it was given {row.ToStringWithBatch()}");
        return Read(row, first: 0);
    }

    /// <summary>Reads the sizes of the images of a batch, whose shape was checked when the model was defined.</summary>
    public ImageShape ReadBatch(Shape batch) => Read(batch, first: 1);

    /// <summary>Returns the shape of a row with an image of the given sizes.</summary>
    public Shape Write(ImageShape image) => (IsChannelsLast, isSequence) switch
    {
        (true, true) => [image.Width, image.Depth],
        (true, false) => [image.Height, image.Width, image.Depth],
        (false, true) => [image.Planes, image.Width],
        (false, false) => [image.Planes, image.Height, image.Width],
    };

    private ImageShape Read(Shape shape, int first)
    {
        int channels = IsChannelsLast ? shape.Last : shape[first], steps = IsChannelsLast ? first : first + 1;
        (int height, int width) = isSequence ? (1, shape[steps]) : (shape[steps], shape[steps + 1]);
        return IsChannelsLast ? new ImageShape(1, height, width, channels) : new ImageShape(channels, height, width, 1);
    }

    private string Axes() => (IsChannelsLast, isSequence) switch
    {
        (true, true) => "(None, steps, channels)",
        (true, false) => "(None, height, width, channels)",
        (false, true) => "(None, channels, steps)",
        (false, false) => "(None, channels, height, width)",
    };
}
