using System.Buffers.Binary;
using System.Text;

namespace NeuralNet.Tests;

/// <summary>Reads event files of TensorBoard, by the descriptions of the formats and without the writer of the library.</summary>
internal static class EventReader
{
    /// <summary>The content of a record: a tag and a value or histogram at a step; the first record has the version instead.</summary>
    public sealed record Entry(double WallTime, long Step, string? Version, string? Tag, float? Value, Dictionary<int, byte[]>? Histogram);

    public static List<Entry> Read(string file)
    {
        var entries = new List<Entry>();
        ReadOnlySpan<byte> rest = File.ReadAllBytes(file);
        while (rest.Length > 0)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(rest);
            Assert.Equal(Masked(rest[..8]), BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]));
            ReadOnlySpan<byte> message = rest.Slice(12, length);
            Assert.Equal(Masked(message), BinaryPrimitives.ReadUInt32LittleEndian(rest[(12 + length)..]));
            entries.Add(Parse(message));
            rest = rest[(16 + length)..];
        }

        return entries;
    }

    /// <summary>Reads packed numbers.</summary>
    public static double[] Doubles(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / 8).Select(i => BitConverter.ToDouble(bytes, 8 * i))];

    /// <summary>Computes the check bit by bit, with the reversed polynomial of Castagnoli.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }

        return ~crc;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes) => uint.RotateRight(Crc32C(bytes), 15) + 0xa282ead8;

    private static Entry Parse(ReadOnlySpan<byte> message)
    {
        Dictionary<int, byte[]> fields = Fields(message);
        double wallTime = BitConverter.ToDouble(fields[1]);
        if (fields.TryGetValue(3, out byte[]? version))
            return new Entry(wallTime, 0, Encoding.UTF8.GetString(version), null, null, null);
        Dictionary<int, byte[]> value = Fields(Fields(fields[5])[1]);
        return new Entry(
            wallTime, BitConverter.ToInt64(fields[2]), null, Encoding.UTF8.GetString(value[1]),
            value.TryGetValue(2, out byte[]? number) ? BitConverter.ToSingle(number) : null,
            value.TryGetValue(5, out byte[]? histogram) ? Fields(histogram) : null);
    }

    /// <summary>Returns the fields of a message by number, each once; a varint as eight bytes.</summary>
    private static Dictionary<int, byte[]> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new Dictionary<int, byte[]>();
        while (message.Length > 0)
        {
            ulong key = Varint(ref message);
            byte[] content = (key & 7) switch
            {
                0 => BitConverter.GetBytes(Varint(ref message)),
                1 => Take(ref message, 8),
                2 => Take(ref message, (int)Varint(ref message)),
                5 => Take(ref message, 4),
                var type => throw new InvalidDataException($"Wire type {type}."),
            };
            fields.Add((int)(key >> 3), content);
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private static byte[] Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        byte[] taken = bytes[..count].ToArray();
        bytes = bytes[count..];
        return taken;
    }
}
