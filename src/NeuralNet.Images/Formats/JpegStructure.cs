using System.Buffers.Binary;

namespace NeuralNet.Images;

/// <summary>Checks the segments of a JPEG file (ITU-T T.81).</summary>
internal static class JpegStructure
{
    private const byte StartOfScan = 0xDA, EndOfImage = 0xD9, Adobe = 0xEE;

    /// <summary>
    /// The maximum number of scans of a progressive picture: encoders write about ten, and the time of decoding grows with scans × pixels.
    /// </summary>
    private const int MaxScans = 500;

    public static ReadOnlySpan<byte> Signature => [0xFF, 0xD8, 0xFF];

    public static PictureSize Check(ReadOnlySpan<byte> content)
    {
        Frame? frame = null;
        bool hasAdobe = false;
        int scans = 0;
        for (int position = 2; ;)
        {
            byte marker = NextMarker(content, ref position);
            if (marker == EndOfImage)
                break;
            if (IsAlone(marker))
                continue;
            ReadOnlySpan<byte> body = SegmentAt(content, position);
            position += body.Length + 2;
            if (IsStartOfFrame(marker))
                frame = ReadFrame(marker, body);
            else if (marker == Adobe)
                hasAdobe |= body.StartsWith("Adobe"u8);
            else if (marker == StartOfScan && ++scans > (frame is { IsProgressive: true } ? MaxScans : 4))
                throw new InvalidDataException("It is damaged: it has too many scans.");
        }

        if (frame is not { } known || scans == 0)
            throw new InvalidDataException("It is damaged: it has no picture.");
        if (known.Components == 4 && !hasAdobe)
            throw new InvalidDataException("It has four color components and no marker of Adobe that states their meaning. Convert it to RGB.");
        return known.Size;
    }

    /// <summary>Moves behind the next marker, and returns it. Compressed data and fill bytes come before it.</summary>
    private static byte NextMarker(ReadOnlySpan<byte> content, ref int position)
    {
        while (position < content.Length)
        {
            int offset = content[position..].IndexOf((byte)0xFF);
            if (offset < 0)
                break;
            position += offset + 1;
            while (position < content.Length && content[position] == 0xFF)
                position++;
            if (position < content.Length && content[position++] is not 0 and byte marker)
                return marker;
        }

        throw PictureStructure.Truncated("the picture, before the marker of its end");
    }

    private static ReadOnlySpan<byte> SegmentAt(ReadOnlySpan<byte> content, int position)
    {
        ReadOnlySpan<byte> rest = content[position..];
        int length = rest.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(rest) : int.MaxValue;
        if (length < 2)
            throw new InvalidDataException("It is damaged: a segment has no length.");
        return length <= rest.Length ? rest[2..length] : throw PictureStructure.Truncated("a segment");
    }

    private static Frame ReadFrame(byte marker, ReadOnlySpan<byte> body)
    {
        if (body.Length < 6)
            throw new InvalidDataException("It is damaged: its header is too short.");
        if (marker > 0xC2)
            throw new InvalidDataException("It has lossless or arithmetic compression, which is not supported. Convert it to a baseline JPEG.");
        if (body[0] != 8)
            throw new InvalidDataException($"It has {body[0]} bits per channel; 8 are supported.");
        return new Frame(
            new PictureSize(BinaryPrimitives.ReadUInt16BigEndian(body[3..]), BinaryPrimitives.ReadUInt16BigEndian(body[1..])),
            Components: body[5], IsProgressive: marker == 0xC2);
    }

    /// <summary>Returns whether a marker has no segment: TEM, RST0 to RST7 and SOI.</summary>
    private static bool IsAlone(byte marker) => marker is 0x01 or (>= 0xD0 and <= 0xD8);

    /// <summary>Returns whether a marker is one of SOF0 to SOF15; DHT, JPG and DAC lie between them.</summary>
    private static bool IsStartOfFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private readonly record struct Frame(PictureSize Size, int Components, bool IsProgressive);
}
