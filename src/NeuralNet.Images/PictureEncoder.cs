using System.Globalization;
using StbImageWriteSharp;

namespace NeuralNet.Images;

/// <summary>Writes the content of a file of a picture.</summary>
internal sealed class PictureEncoder
{
    public const int DefaultQuality = 75;

    private readonly byte[] pixels;
    private readonly int height, width, channels, quality;
    private readonly PictureFormat format;

    public PictureEncoder(Tensor picture, PictureFormat format, int quality)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (!Enum.IsDefined(format))
            throw new ArgumentOutOfRangeException(nameof(format), format, "The format is Png, Jpeg or Bmp.");
        if (quality is < 1 or > 100)
            throw new ArgumentOutOfRangeException(
                nameof(quality), quality.ToString(CultureInfo.InvariantCulture), "'quality' must be between 1 and 100.");
        (height, width, channels) = picture.Rank is 2 or 3 && picture.Length > 0
            ? (picture.Shape[0], picture.Shape[1], picture.Rank == 3 ? picture.Shape[2] : 1)
            : throw NoPicture(picture);
        if (channels is not (1 or 3 or 4))
            throw NoPicture(picture);
        if (format == PictureFormat.Jpeg && channels == 4)
            throw new ArgumentException("JPEG has no transparency. Save the picture as PNG, or without its fourth channel.", nameof(picture));
        (this.format, this.quality) = (format, quality);
        pixels = ToBytes(picture);
    }

    /// <summary>Returns the format that the extension of a path states.</summary>
    /// <exception cref="ArgumentException">The extension is none of a format that is written.</exception>
    public static PictureFormat FormatOf(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".PNG" => PictureFormat.Png,
        ".JPG" or ".JPEG" => PictureFormat.Jpeg,
        ".BMP" => PictureFormat.Bmp,
        _ => throw new ArgumentException(
            $"The extension of '{path}' states no format that can be written: it must be .png, .jpg, .jpeg or .bmp.", nameof(path)),
    };

    public void Write(Stream stream)
    {
        var writer = new ImageWriter();
        var components = (ColorComponents)channels;
        switch (format)
        {
            case PictureFormat.Png:
                writer.WritePng(pixels, width, height, components, stream);
                break;
            case PictureFormat.Jpeg:
                writer.WriteJpg(pixels, width, height, components, stream, quality);
                break;
            default:
                writer.WriteBmp(pixels, width, height, components, stream);
                break;
        }
    }

    private static byte[] ToBytes(Tensor picture)
    {
        ReadOnlySpan<float> values = picture.AsSpan();
        byte[] bytes = new byte[values.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = float.IsFinite(values[i])
                ? (byte)Math.Clamp(MathF.Round(values[i]), 0, 255)
                : throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"The picture has the value {values[i]}, which is not finite."), nameof(picture));
        }

        return bytes;
    }

    private static ArgumentException NoPicture(Tensor picture) => new(
        $"A picture has the shape (height, width, channels) with 1, 3 or 4 channels, or (height, width), and a pixel; the tensor has "
        + $"{picture.Shape}.", nameof(picture));
}
