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
/// Tensor picture = Picture.Load("cat.jpg", imageSize: (224, 224));
/// Picture.Save(picture, "small.png");
/// </code>
/// </example>
public static class Picture
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="colorMode">The channels of the tensor; <see cref="ColorMode.RGB"/> by default.</param>
    /// <param name="imageSize">The height and the width to which the picture is resized; those of the file by default.</param>
    /// <param name="interpolation">
    /// The interpolation; <see cref="Interpolation.Bilinear"/> by default, as in <see cref="ImageFolder"/>.
    /// </param>
    /// <param name="cropToAspectRatio">Whether the largest part with the aspect ratio of imageSize is resized; false by default.</param>
    /// <param name="padToAspectRatio">Whether the picture is padded with 0 to the aspect ratio of imageSize; false by default.</param>
    /// <returns>
    /// A tensor of the shape (height, width, channels) with numbers from 0 to 255, which are whole unless the picture was resized.
    /// </returns>
    /// <exception cref="ArgumentException">A picture would be both cropped and padded.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is less than 1, or an enumeration is undefined.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is no picture, is truncated or damaged, has no pixels or too many, or is of a kind that is not supported; the message names
    /// the file.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read, or is a folder.</exception>
    public static Tensor Load(
        string path, ColorMode colorMode = ColorMode.RGB, Size2D? imageSize = null, Interpolation interpolation = Interpolation.Bilinear,
        bool cropToAspectRatio = false, bool padToAspectRatio = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Load(path, new PictureSettings(colorMode, imageSize, interpolation, cropToAspectRatio, padToAspectRatio));
    }

    /// <summary>Reads a stream, from its position to its end. The stream stays open.</summary>
    /// <param name="stream">The content of a file.</param>
    /// <inheritdoc cref="Load(string, ColorMode, Size2D?, Interpolation, bool, bool)"/>
    /// <exception cref="InvalidDataException">
    /// The content is no picture, is truncated or damaged, has no pixels or too many, or is of a kind that is not supported.
    /// </exception>
    public static Tensor Load(
        Stream stream, ColorMode colorMode = ColorMode.RGB, Size2D? imageSize = null, Interpolation interpolation = Interpolation.Bilinear,
        bool cropToAspectRatio = false, bool padToAspectRatio = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new PictureSettings(colorMode, imageSize, interpolation, cropToAspectRatio, padToAspectRatio).Load(stream, "The stream");
    }

    /// <summary>Reads a file by settings that have been checked.</summary>
    internal static Tensor Load(string path, PictureSettings settings)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        return settings.Load(file, $"The file '{path}'");
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
}
