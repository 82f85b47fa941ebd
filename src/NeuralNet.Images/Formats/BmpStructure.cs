using System.Buffers.Binary;

namespace NeuralNet.Images;

/// <summary>Checks the header of a BMP file and the number of bytes of its pixels.</summary>
internal static class BmpStructure
{
    private const int FileHeaderLength = 14, CoreHeaderLength = 12, MinHeaderLength = 40;

    public static ReadOnlySpan<byte> Signature => "BM"u8;

    public static PictureSize Check(ReadOnlySpan<byte> content)
    {
        uint headerLength = content.Length >= FileHeaderLength + CoreHeaderLength
            ? BinaryPrimitives.ReadUInt32LittleEndian(content[FileHeaderLength..])
            : uint.MaxValue;
        if (headerLength > content.Length - FileHeaderLength)
            throw PictureStructure.Truncated("its header");
        ReadOnlySpan<byte> header = content.Slice(FileHeaderLength, (int)headerLength);
        if (headerLength is not CoreHeaderLength and < MinHeaderLength)
            throw new InvalidDataException($"It is damaged: its header has {headerLength} bytes.");

        (PictureSize size, int bitsPerPixel, uint compression) = headerLength == CoreHeaderLength
            ? (new PictureSize(Word(header, 4), Word(header, 6)), Word(header, 10), 0u)
            : (new PictureSize(Signed(header, 4), Math.Abs(Signed(header, 8))), Word(header, 14),
                BinaryPrimitives.ReadUInt32LittleEndian(header[16..]));
        if (size.Width < 0)
            throw new InvalidDataException("It is damaged: its width is negative.");
        if (compression is not (0 or 3))
            throw new InvalidDataException("Its pixels are compressed, which is not supported. Convert it to PNG.");
        long start = BinaryPrimitives.ReadUInt32LittleEndian(content[10..]), bytesPerRow = (size.Width * bitsPerPixel + 31) / 32 * 4;
        if (start < FileHeaderLength + headerLength)
            throw new InvalidDataException("It is damaged: its pixels begin within its header.");
        return size.Pixels > PictureDecoder.MaxPixels || start + bytesPerRow * size.Height <= content.Length
            ? size
            : throw PictureStructure.Truncated("its pixels");
    }

    private static ushort Word(ReadOnlySpan<byte> header, int position) => BinaryPrimitives.ReadUInt16LittleEndian(header[position..]);

    private static long Signed(ReadOnlySpan<byte> header, int position) => BinaryPrimitives.ReadInt32LittleEndian(header[position..]);
}
