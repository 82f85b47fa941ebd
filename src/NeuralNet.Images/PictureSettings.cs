namespace NeuralNet.Images;

/// <summary>The channels and the size of the tensors that pictures become.</summary>
internal sealed class PictureSettings
{
    private readonly ColorMode colorMode;
    private readonly Size2D? imageSize;
    private readonly Interpolation interpolation;
    private readonly bool cropToAspectRatio, padToAspectRatio;

    /// <exception cref="ArgumentException">
    /// A size is less than 1, an enumeration is undefined, or pictures are both cropped and padded.
    /// </exception>
    public PictureSettings(
        ColorMode colorMode, Size2D? imageSize, Interpolation interpolation, bool cropToAspectRatio, bool padToAspectRatio)
    {
        if (!Enum.IsDefined(colorMode))
            throw new ArgumentOutOfRangeException(nameof(colorMode), colorMode, "'colorMode' is RGB, Grayscale or RGBA.");
        if (imageSize is { } size && Math.Min(size.Height, size.Width) < 1)
            throw new ArgumentOutOfRangeException(nameof(imageSize), size.ToString(), "'imageSize' must be at least 1 along both axes.");
        (this.colorMode, this.imageSize, this.interpolation) = (colorMode, imageSize, interpolation);
        (this.cropToAspectRatio, this.padToAspectRatio) = (cropToAspectRatio, padToAspectRatio);
        _ = NewResizing(1, 1);
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="stream">The content, from its position to its end.</param>
    /// <param name="name">The name of the content at the beginning of a message.</param>
    public Tensor Load(Stream stream, string name)
    {
        Tensor picture = PictureDecoder.Decode(stream, name, colorMode);
        if (imageSize is not { } size || (picture.Shape[0], picture.Shape[1]) == (size.Height, size.Width))
            return picture;
        return NewResizing(size.Height, size.Width).Call(picture.Reshape([1, .. picture.Shape]))
            .Reshape([size.Height, size.Width, picture.Shape[2]]);
    }

    private Resizing NewResizing(int height, int width) => new(height, width, interpolation, cropToAspectRatio, padToAspectRatio);
}
