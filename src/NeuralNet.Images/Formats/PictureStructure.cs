namespace NeuralNet.Images;

/// <summary>
/// Checks the structure of the content of a file before it is decoded: the decoder allocates memory by the sizes of the header, takes missing
/// data for zeros, and follows lengths without checking them.
/// </summary>
internal static class PictureStructure
{
    /// <summary>Checks the content, and returns the size of the picture.</summary>
    /// <exception cref="InvalidDataException">
    /// The content is truncated, damaged, of another format, or of a kind that is not supported.
    /// </exception>
    public static PictureSize Check(byte[] content)
    {
        ReadOnlySpan<byte> start = content;
        if (content.Length == 0)
            throw new InvalidDataException("It is empty.");
        if (start.StartsWith(PngStructure.Signature))
            return PngStructure.Check(content);
        if (start.StartsWith(JpegStructure.Signature))
            return JpegStructure.Check(content);
        if (start.StartsWith(BmpStructure.Signature))
            return BmpStructure.Check(content);
        if (start.StartsWith(GifStructure.Signature))
            return GifStructure.Check(content);
        throw new InvalidDataException("Its first bytes are not those of PNG, JPEG, BMP or GIF.");
    }

    /// <summary>Creates an error about content that ends too early.</summary>
    public static InvalidDataException Truncated(string part) => new($"It is truncated: it ends within {part}.");
}
