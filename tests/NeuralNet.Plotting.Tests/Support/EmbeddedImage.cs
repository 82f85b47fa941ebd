using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml.Linq;

namespace NeuralNet.Plotting.Tests;

/// <summary>An image in a document, read back from its PNG.</summary>
internal sealed class EmbeddedImage
{
    private const string Prefix = "data:image/png;base64,";

    public EmbeddedImage(XElement element)
    {
        string address = element.Attribute("href")!.Value;
        Assert.StartsWith(Prefix, address, StringComparison.Ordinal);
        byte[] file = Convert.FromBase64String(address[Prefix.Length..]);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        using var data = new MemoryStream();
        for (int position = 8; position < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(position));
            string type = System.Text.Encoding.ASCII.GetString(file, position + 4, 4);
            byte[] body = file[(position + 8)..(position + 8 + length)];
            uint crc = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(position + 8 + length));
            Assert.Equal(crc, Crc(file[(position + 4)..(position + 8 + length)]));
            if (type == "IHDR")
                (Width, Height) = (BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(4)));
            if (type == "IDAT")
                data.Write(body);
            position += length + 12;
        }

        data.Position = 0;
        using var inflated = new ZLibStream(data, CompressionMode.Decompress);
        using var rows = new MemoryStream();
        inflated.CopyTo(rows);
        Rgb = [.. rows.ToArray().Chunk(1 + 3 * Width).SelectMany(row => row.Skip(1))];
    }

    public int Width { get; }

    public int Height { get; }

    public byte[] Rgb { get; }

    /// <summary>Computes CRC-32 by its definition: the remainder of the polynomial, bit by bit.</summary>
    private static uint Crc(byte[] content)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in content)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
