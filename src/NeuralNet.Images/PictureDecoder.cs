using System.Globalization;
using StbImageSharp;

namespace NeuralNet.Images;

/// <summary>Reads the content of a file of a picture, which need not be trusted.</summary>
internal static class PictureDecoder
{
    /// <summary>The maximum number of pixels: 256 MB of three bytes each, as in Pillow (<c>MAX_IMAGE_PIXELS</c>).</summary>
    public const int MaxPixels = 89_478_485;

    /// <summary>The maximum number of bytes of a file: more than uncompressed pixels of four bytes take.</summary>
    private const int MaxBytes = 1 << 29;

    /// <param name="stream">The content, from its position to its end.</param>
    /// <param name="name">The name of the content at the beginning of a message.</param>
    /// <param name="colorMode">The channels of the tensor.</param>
    /// <exception cref="InvalidDataException">The content cannot be read.</exception>
    public static Tensor Decode(Stream stream, string name, ColorMode colorMode)
    {
        byte[] content = Read(stream, name);
        try
        {
            RequireReasonable(PictureStructure.Check(content));
            return ToTensor(Decode(content), colorMode);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{name} cannot be read as a picture. {exception.Message}", exception);
        }
    }

    private static byte[] Read(Stream stream, string name)
    {
        using var content = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, MaxBytes) : 0);
        byte[] chunk = new byte[1 << 16];
        while (stream.Read(chunk) is > 0 and int count)
        {
            if (content.Length + count > MaxBytes)
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"{name} has more than {MaxBytes >> 20} MB, the maximum of a picture."));
            content.Write(chunk, 0, count);
        }

        return content.Length == content.Capacity ? content.GetBuffer() : content.ToArray();
    }

    private static void RequireReasonable(PictureSize size)
    {
        if (size.Width == 0 || size.Height == 0)
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"Its size is {size.Width}×{size.Height}: it has no pixels."));
        if (size.Pixels > MaxPixels)
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"Its size is {size.Width}×{size.Height}; at most {MaxPixels:N0} pixels are read."));
    }

    private static ImageResult Decode(byte[] content)
    {
        try
        {
            return ImageResult.FromMemory(content);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The decoder reports most damage by an InvalidOperationException, and some by an index outside an array.
            throw new InvalidDataException("It is damaged, or of a kind that is not supported.", exception);
        }
    }

    private static Tensor ToTensor(ImageResult image, ColorMode colorMode)
    {
        int sourceChannels = (int)image.Comp, channels = colorMode switch { ColorMode.Grayscale => 1, ColorMode.RGB => 3, _ => 4 };
        var tensor = new Tensor([image.Height, image.Width, channels]);
        ReadOnlySpan<byte> source = image.Data;
        Span<float> target = tensor.AsSpan();
        for (; !target.IsEmpty; source = source[sourceChannels..], target = target[channels..])
        {
            bool isGray = sourceChannels < 3, hasAlpha = sourceChannels % 2 == 0;
            (byte red, byte green, byte blue) = isGray ? (source[0], source[0], source[0]) : (source[0], source[1], source[2]);
            if (channels == 1)
            {
                target[0] = Luma(red, green, blue);
                continue;
            }

            (target[0], target[1], target[2]) = (red, green, blue);
            if (channels == 4)
                target[3] = hasAlpha ? source[sourceChannels - 1] : byte.MaxValue;
        }

        return tensor;
    }

    /// <summary>Computes the luma of ITU-R 601-2 as Pillow does, in units of 2⁻¹⁶; that of gray is the gray itself.</summary>
    private static int Luma(byte red, byte green, byte blue) => (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
}
