using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace NeuralNet.Plotting;

/// <summary>Pixels as a PNG file (RFC 2083), so that a picture of many pixels is one element of a document.</summary>
internal static class PngImage
{
    private const byte ColorTypeRgb = 2, BitDepth = 8, NoFilter = 0;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(Remainder)];

    /// <summary>Returns the address that stands for the content of the file: <c>data:image/png;base64,…</c>.</summary>
    /// <param name="width">The number of columns.</param>
    /// <param name="height">The number of rows.</param>
    /// <param name="rgb">Red, green and blue of each pixel, row by row.</param>
    public static string ToDataUri(int width, int height, ReadOnlySpan<byte> rgb) =>
        "data:image/png;base64," + Convert.ToBase64String(Encode(width, height, rgb));

    private static byte[] Encode(int width, int height, ReadOnlySpan<byte> rgb)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (BitDepth, ColorTypeRgb);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(width, height, rgb));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compress(int width, int height, ReadOnlySpan<byte> rgb)
    {
        using var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                stream.WriteByte(NoFilter);
                stream.Write(rgb.Slice(row * width * 3, width * 3));
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes(type), .. body];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.Write(number);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(content));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> content)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in content)
            crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    /// <summary>Returns the remainder of a byte's polynomial by that of CRC-32.</summary>
    private static uint Remainder(int value)
    {
        uint remainder = (uint)value;
        for (int bit = 0; bit < 8; bit++)
            remainder = (remainder >> 1) ^ ((remainder & 1) * 0xEDB88320);
        return remainder;
    }
}
