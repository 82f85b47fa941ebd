namespace NeuralNet.Images;

/// <summary>
/// Converts files of pictures to tensors of the shape (height, width, channels) with values from 0 to 255, and back. PNG, JPEG, BMP and
/// GIF (its first frame) are read; PNG, JPEG and BMP are written. The content, not the name of a file, determines the format that is read.
/// Keras: <c>load_img</c>, <c>img_to_array</c> and <c>save_img</c> of utils/image_utils.py.
/// </summary>
/// <remarks>
/// <para>PNG files of 16 bits per channel are read as 8 bits, the upper byte of each value. JPEG files in CMYK with Adobe's marker are
/// converted to RGB. The orientation in EXIF metadata is ignored, as in Keras.</para>
/// <para>Files need not be trusted: the structure and the size of a picture are checked before memory for its pixels is allocated. A
/// picture has at most 89,478,485 pixels, the limit of Pillow.</para>
/// </remarks>
/// <example>
/// <code>
/// Tensor picture = Picture.Load("cat.jpg");
/// Picture.Save(picture, "cat.png");
/// </code>
/// </example>
public static class Picture
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="colorMode">The channels of the tensor; <see cref="ColorMode.RGB"/> by default.</param>
    /// <returns>A tensor of the shape (height, width, channels) with whole numbers from 0 to 255.</returns>
    /// <exception cref="InvalidDataException">
    /// The file is no picture, is truncated or damaged, has no pixels or too many, or is of a kind that is not supported; the message names
    /// the file.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static Tensor Load(string path, ColorMode colorMode = ColorMode.RGB)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RequireDefined(colorMode);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        return PictureDecoder.Decode(file, $"The file '{path}'", colorMode);
    }

    /// <summary>Reads a stream, from its position to its end. The stream stays open.</summary>
    /// <param name="stream">The content of a file.</param>
    /// <param name="colorMode">The channels of the tensor; <see cref="ColorMode.RGB"/> by default.</param>
    /// <returns>A tensor of the shape (height, width, channels) with whole numbers from 0 to 255.</returns>
    /// <exception cref="InvalidDataException">
    /// The content is no picture, is truncated or damaged, has no pixels or too many, or is of a kind that is not supported.
    /// </exception>
    public static Tensor Load(Stream stream, ColorMode colorMode = ColorMode.RGB)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RequireDefined(colorMode);
        return PictureDecoder.Decode(stream, "The stream", colorMode);
    }

    /// <summary>
    /// Writes a picture to a file in the format of its extension: <c>.png</c>, <c>.jpg</c>, <c>.jpeg</c> or <c>.bmp</c>. Values are rounded
    /// to whole numbers, and those outside 0 to 255 become 0 or 255; unlike Keras's <c>save_img</c>, the values are not scaled. An existing
    /// file is replaced when the new one is complete.
    /// </summary>
    /// <param name="picture">The picture: (height, width, channels) with 1, 3 or 4 channels, or (height, width).</param>
    /// <param name="path">The file.</param>
    /// <param name="quality">The quality of JPEG, from 1 to 100; 75 by default, as in Pillow.</param>
    /// <exception cref="ArgumentException">
    /// The shape is not that of a picture, a value is not finite, a picture with transparency is written as JPEG, or the extension is
    /// another one.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written, or its folder does not exist.</exception>
    public static void Save(Tensor picture, string path, int quality = PictureEncoder.DefaultQuality)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var encoder = new PictureEncoder(picture, PictureEncoder.FormatOf(path), quality);
        AtomicFile.Write(path, encoder.Write);
    }

    /// <summary>Writes a picture to a stream, which stays open.</summary>
    /// <param name="picture">The picture: (height, width, channels) with 1, 3 or 4 channels, or (height, width).</param>
    /// <param name="stream">The stream.</param>
    /// <param name="format">The format.</param>
    /// <param name="quality">The quality of JPEG, from 1 to 100; 75 by default, as in Pillow.</param>
    /// <exception cref="ArgumentException">
    /// The shape is not that of a picture, a value is not finite, or a picture with transparency is written as JPEG.
    /// </exception>
    public static void Save(Tensor picture, Stream stream, PictureFormat format, int quality = PictureEncoder.DefaultQuality)
    {
        ArgumentNullException.ThrowIfNull(stream);
        new PictureEncoder(picture, format, quality).Write(stream);
    }

    private static void RequireDefined(ColorMode colorMode)
    {
        if (!Enum.IsDefined(colorMode))
            throw new ArgumentOutOfRangeException(nameof(colorMode), colorMode, "The color mode is RGB, Grayscale or RGBA.");
    }
}
