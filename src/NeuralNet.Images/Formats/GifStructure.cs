using System.Buffers.Binary;

namespace NeuralNet.Images;

/// <summary>Checks the blocks of a GIF file as far as the end of its first frame (GIF89a).</summary>
internal static class GifStructure
{
    private const int HeaderLength = 13, DescriptorLength = 9;
    private const byte Extension = 0x21, Image = 0x2C;

    public static ReadOnlySpan<byte> Signature => "GIF8"u8;

    public static PictureSize Check(ReadOnlySpan<byte> content)
    {
        if (content.Length < HeaderLength)
            throw PictureStructure.Truncated("its header");
        var size = new PictureSize(
            BinaryPrimitives.ReadUInt16LittleEndian(content[6..]), BinaryPrimitives.ReadUInt16LittleEndian(content[8..]));
        ReadOnlySpan<byte> rest = Skip(content, HeaderLength + ColorTableLength(content[10]));
        while (true)
        {
            switch (Skip(rest, 0)[0])
            {
                case Extension:
                    rest = SkipSubBlocks(Skip(rest, 2));
                    break;
                case Image:
                    ReadOnlySpan<byte> descriptor = Skip(rest, 1);
                    rest = Skip(descriptor, DescriptorLength);
                    rest = Skip(rest, ColorTableLength(descriptor[DescriptorLength - 1]) + 1);
                    SkipSubBlocks(rest);
                    return size;
                default:
                    throw new InvalidDataException("It is damaged: it has no frame.");
            }
        }
    }

    /// <summary>Returns the content behind a number of bytes, of which there must be more.</summary>
    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> content, int count) =>
        content.Length > count ? content[count..] : throw PictureStructure.Truncated("a block");

    private static ReadOnlySpan<byte> SkipSubBlocks(ReadOnlySpan<byte> content)
    {
        while (content.Length > 0 && content[0] > 0)
            content = Skip(content, content[0] + 1);
        return content.Length > 0 ? content[1..] : throw PictureStructure.Truncated("a block");
    }

    private static int ColorTableLength(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;
}
