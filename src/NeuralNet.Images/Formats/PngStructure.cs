using System.Buffers.Binary;
using System.IO.Compression;

namespace NeuralNet.Images;

/// <summary>Checks the chunks of a PNG file and the amount of its compressed data (RFC 2083).</summary>
internal static class PngStructure
{
    private const int ChunkOverhead = 12, HeaderLength = 13;

    /// <summary>The number of bytes that the data may inflate to beyond the pixels; the decoder would inflate all of it.</summary>
    private const int Tolerance = 1 << 20;

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static PictureSize Check(byte[] content)
    {
        using var data = new MemoryStream();
        Header? header = null;
        for (int position = Signature.Length; ;)
        {
            ReadOnlySpan<byte> chunk = ChunkAt(content, position), body = chunk[8..^4], type = chunk[4..8];
            position += chunk.Length;
            if (type.SequenceEqual("IHDR"u8))
                header = ReadHeader(body);
            else if (type.SequenceEqual("IDAT"u8))
                data.Write(body);
            else if (type.SequenceEqual("IEND"u8))
                break;
        }

        if (header is not { } known)
            throw new InvalidDataException("It is damaged: it has no header.");
        if (known.Size.Pixels is > 0 and <= PictureDecoder.MaxPixels)
            RequireLength(data, known.DataLength);
        return known.Size;
    }

    private static ReadOnlySpan<byte> ChunkAt(byte[] content, int position)
    {
        ReadOnlySpan<byte> rest = content.AsSpan(position);
        uint length = rest.Length >= ChunkOverhead ? BinaryPrimitives.ReadUInt32BigEndian(rest) : uint.MaxValue;
        return length <= rest.Length - ChunkOverhead
            ? rest[..((int)length + ChunkOverhead)]
            : throw PictureStructure.Truncated("a chunk");
    }

    private static Header ReadHeader(ReadOnlySpan<byte> body)
    {
        if (body.Length != HeaderLength)
            throw new InvalidDataException("It is damaged: its header has another length than 13 bytes.");
        int channels = body[9] switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        return new Header(
            new PictureSize(BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..])),
            BitsPerPixel: body[8] * channels);
    }

    /// <summary>Inflates the data without keeping them.</summary>
    private static void RequireLength(MemoryStream data, long length)
    {
        data.Position = 0;
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        byte[] chunk = new byte[1 << 16];
        long sum = 0;
        while (Inflate(inflated, chunk) is > 0 and int count)
        {
            sum += count;
            if (sum > 2 * length + Tolerance)
                throw new InvalidDataException("It is damaged: its compressed data are more than its pixels.");
        }

        if (sum < length)
            throw PictureStructure.Truncated("its compressed data");
    }

    private static int Inflate(ZLibStream inflated, byte[] chunk)
    {
        try
        {
            return inflated.Read(chunk);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new InvalidDataException("It is damaged: its compressed data are not valid.", exception);
        }
    }

    private readonly record struct Header(PictureSize Size, int BitsPerPixel)
    {
        /// <summary>
        /// The minimum number of bytes of the uncompressed data: rows of whole bytes, each after a byte for its filter. Interlaced pictures
        /// have more.
        /// </summary>
        public long DataLength => Size.Height * (1 + (Size.Width * BitsPerPixel + 7) / 8);
    }
}
