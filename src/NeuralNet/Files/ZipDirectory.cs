using System.Buffers.Binary;
using System.Text;

namespace NeuralNet;

/// <summary>
/// Reads the directory of a zip archive (PKWARE, "APPNOTE.TXT", 4.3.7 to 4.3.16) and validates that the bytes of each entry lie inside the
/// file. The offset of the bytes, which <see cref="System.IO.Compression.ZipArchive"/> does not give, allows reading any part of an entry
/// of a mapped file without the parts before it.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054B50, End64LocatorSignature = 0x07064B50, End64Signature = 0x06064B50,
        EntrySignature = 0x02014B50, LocalSignature = 0x04034B50;

    private const int EndLength = 22, End64LocatorLength = 20, End64Length = 56, EntryLength = 46, LocalLength = 30;
    private const int Stored = 0, Deflated = 8, EncryptedFlag = 1, Extra64 = 1;

    private readonly ByteSource source;
    private readonly Dictionary<string, ZipEntry> entries = new(StringComparer.Ordinal);

    private ZipDirectory(ByteSource source) => this.source = source;

    /// <summary>Returns the entries by their names.</summary>
    /// <exception cref="ModelFileException">The directory is damaged, or an entry lies outside the file or is encrypted.</exception>
    public static IReadOnlyDictionary<string, ZipEntry> Read(ByteSource source)
    {
        var directory = new ZipDirectory(source);
        directory.Read();
        return directory.entries;
    }

    private void Read()
    {
        (ulong count, ulong offset) = FindStart();
        for (ulong i = 0; i < count; i++)
            offset += ReadEntry(offset);
    }

    /// <summary>Returns the number of entries and the offset of the directory, which the end of the file states.</summary>
    private (ulong Count, ulong Offset) FindStart()
    {
        ulong end = FindEnd();
        ReadOnlySpan<byte> record = Bytes(end, EndLength);
        ulong count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]), offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (count < ushort.MaxValue && offset < uint.MaxValue)
            return (count, offset);
        if (end < End64LocatorLength || !Has(end - End64LocatorLength, End64LocatorLength, End64LocatorSignature))
            return (count, offset);
        ulong end64 = BinaryPrimitives.ReadUInt64LittleEndian(Bytes(end - End64LocatorLength, End64LocatorLength)[8..]);
        if (!Has(end64, End64Length, End64Signature))
            throw Damaged();
        record = Bytes(end64, End64Length);
        return (BinaryPrimitives.ReadUInt64LittleEndian(record[32..]), BinaryPrimitives.ReadUInt64LittleEndian(record[48..]));
    }

    /// <summary>Returns the offset of the last record, which ends with a comment of up to 65,535 bytes.</summary>
    private ulong FindEnd()
    {
        for (long offset = source.Length - EndLength; offset >= 0 && offset >= source.Length - EndLength - ushort.MaxValue; offset--)
        {
            ReadOnlySpan<byte> record = source.Slice(offset, EndLength);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record) == EndSignature
                && BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) == source.Length - EndLength - offset)
                return (ulong)offset;
        }

        throw new ModelFileException("it begins as a zip archive and does not end as one; it is truncated");
    }

    /// <summary>Adds an entry, and returns the length of its record.</summary>
    private ulong ReadEntry(ulong offset)
    {
        if (!Has(offset, EntryLength, EntrySignature))
            throw Damaged();
        ReadOnlySpan<byte> record = Bytes(offset, EntryLength);
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(record[8..]), method = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        ulong storedLength = BinaryPrimitives.ReadUInt32LittleEndian(record[20..]);
        ulong length = BinaryPrimitives.ReadUInt32LittleEndian(record[24..]);
        ulong local = BinaryPrimitives.ReadUInt32LittleEndian(record[42..]);
        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(record[28..]);
        int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(record[30..]);
        int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
        string name = Encoding.UTF8.GetString(Bytes(offset + EntryLength, nameLength));
        var extra = new Extra64Reader(Bytes(offset + EntryLength + (ulong)nameLength, extraLength));
        extra.Replace(ref length);
        extra.Replace(ref storedLength);
        extra.Replace(ref local);
        if ((flags & EncryptedFlag) != 0)
            throw new ModelFileException($"the entry '{name}' of its archive is encrypted");
        if (method is not (Stored or Deflated) || (method == Stored && storedLength != length) || length > long.MaxValue)
            throw new ModelFileException($"the entry '{name}' of its archive is compressed by method {method} from {length} to "
                + $"{storedLength} bytes; entries are stored or compressed by Deflate");
        if (!entries.TryAdd(name, new ZipEntry(name, method == Deflated, StartOf(local, storedLength), (long)storedLength, (long)length)))
            throw new ModelFileException($"its archive has two entries '{name}'");
        return (ulong)(EntryLength + nameLength + extraLength + commentLength);
    }

    /// <summary>Returns the offset of the bytes of an entry, which follow its local record.</summary>
    private long StartOf(ulong local, ulong storedLength)
    {
        if (!Has(local, LocalLength, LocalSignature))
            throw Damaged();
        ReadOnlySpan<byte> record = Bytes(local, LocalLength);
        ulong start = local + LocalLength + BinaryPrimitives.ReadUInt16LittleEndian(record[26..])
            + BinaryPrimitives.ReadUInt16LittleEndian(record[28..]);
        return start <= (ulong)source.Length && storedLength <= (ulong)source.Length - start ? (long)start : throw Damaged();
    }

    private bool Has(ulong offset, int length, uint signature) =>
        BinaryPrimitives.ReadUInt32LittleEndian(Bytes(offset, length)) == signature;

    private ReadOnlySpan<byte> Bytes(ulong offset, int length) =>
        offset <= (ulong)source.Length && (ulong)length <= (ulong)source.Length - offset
            ? source.Slice((long)offset, length)
            : throw Damaged();

    private static ModelFileException Damaged() => new("the directory of its archive is damaged");

    /// <summary>Reads the 64-bit values of lengths and offsets that do not fit into 32 bits (4.5.3).</summary>
    private ref struct Extra64Reader
    {
        private ReadOnlySpan<byte> values;

        public Extra64Reader(ReadOnlySpan<byte> extra)
        {
            while (extra.Length >= 4)
            {
                int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]), extra.Length - 4);
                if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == Extra64)
                    values = extra.Slice(4, length);
                extra = extra[(4 + length)..];
            }
        }

        /// <summary>Replaces a value that stands for the next one of 64 bits.</summary>
        public void Replace(ref ulong value)
        {
            if (value != uint.MaxValue)
                return;
            if (values.Length < sizeof(ulong))
                throw Damaged();
            value = BinaryPrimitives.ReadUInt64LittleEndian(values);
            values = values[sizeof(ulong)..];
        }
    }
}
