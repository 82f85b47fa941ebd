using System.Buffers.Binary;

namespace NeuralNet.Tests;

/// <summary>Tests the directory of zip archives: what other programs may write, and what is damaged.</summary>
public class ZipDirectoryTests
{
    private const int CentralRecordLength = 46, EndLength = 22;

    private static readonly byte[] Content = [1, 2, 3, 4, 5];

    private static readonly byte[] Archive = StateDictBytes.Archive([("folder/a", Content), ("b", [])]);

    /// <summary>The offset of the record of <c>folder/a</c> in the directory.</summary>
    private static int CentralRecord => Archive.AsSpan().IndexOf("PK\u0001\u0002"u8);

    [Fact]
    public void EntriesHaveTheirBytes()
    {
        IReadOnlyDictionary<string, ZipEntry> entries = Read(Archive);
        Assert.Equal(["folder/a", "b"], entries.Keys);
        ZipEntry entry = entries["folder/a"];
        Assert.Equal(Content, Archive[(int)entry.Offset..(int)(entry.Offset + entry.Length)]);
        Assert.False(entry.IsCompressed);
    }

    [Fact]
    public void AnArchiveMayEndWithAComment()
    {
        byte[] file = [.. Archive, .. new byte[1000]];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(Archive.Length - 2), 1000);
        Assert.Equal(2, Read(file).Count);
    }

    /// <summary>Lengths, offsets and the number of entries of 64 bits, as in files of more than 4 GB.</summary>
    [Fact]
    public void NumbersMayHave64Bits()
    {
        byte[] file = With64Bits(offset: 0, length: 5);
        ZipEntry entry = Assert.Single(Read(file)).Value;
        Assert.Equal(("a", 31L, 5L), (entry.Name, entry.Offset, entry.Length));
        Refused(With64Bits(offset: ulong.MaxValue, length: 5), "damaged");
        Refused(With64Bits(offset: 0, length: long.MaxValue), "damaged");
        Refused(With64Bits(offset: 0, length: ulong.MaxValue), "compressed by method 0");
    }

    [Theory]
    [InlineData(8, 1, "'folder/a' of its archive is encrypted")]
    [InlineData(10, 12, "compressed by method 12")]
    [InlineData(20, 4, "from 5 to 4 bytes")]
    [InlineData(24, 6, "from 6 to 5 bytes")]
    [InlineData(0, 0, "damaged")]
    [InlineData(28, 0xFFFF, "damaged")]
    [InlineData(30, 0xFFFF, "damaged")]
    [InlineData(42, 0xFFFE, "damaged")]
    [InlineData(42, 1, "damaged")]
    public void ADamagedRecordIsRefused(int field, int value, string reason)
    {
        byte[] file = [.. Archive];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(CentralRecord + field), (ushort)value);
        Refused(file, reason);
    }

    [Fact]
    public void MoreEntriesThanThereAreAreRefused()
    {
        byte[] file = [.. Archive];
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(file.Length - EndLength + 10), 3);
        Refused(file, "damaged");
    }

    [Fact]
    public void ALengthBeyondTheFileIsRefused()
    {
        byte[] file = [.. Archive];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(CentralRecord + 20), 1 << 20);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(CentralRecord + 24), 1 << 20);
        Refused(file, "damaged");
    }

    private static byte[] With64Bits(ulong offset, ulong length)
    {
        byte[] local = new byte[30 + 1 + 5], central = new byte[CentralRecordLength + 1 + 28];
        "PK\u0003\u0004"u8.CopyTo(local);
        local[26] = 1;
        local[30] = (byte)'a';
        "PK\u0001\u0002"u8.CopyTo(central);
        foreach (int field in (int[])[20, 24, 42])
            BinaryPrimitives.WriteUInt32LittleEndian(central.AsSpan(field), uint.MaxValue);
        (central[28], central[30], central[CentralRecordLength]) = (1, 28, (byte)'a');
        Span<byte> extra = central.AsSpan(CentralRecordLength + 1);
        (extra[0], extra[2]) = (1, 24);
        BinaryPrimitives.WriteUInt64LittleEndian(extra[4..], length);
        BinaryPrimitives.WriteUInt64LittleEndian(extra[12..], length);
        BinaryPrimitives.WriteUInt64LittleEndian(extra[20..], offset);

        byte[] end64 = new byte[56], locator = new byte[20], end = new byte[EndLength];
        "PK\u0006\u0006"u8.CopyTo(end64);
        end64[32] = 1;
        end64[48] = (byte)local.Length;
        "PK\u0006\u0007"u8.CopyTo(locator);
        locator[8] = (byte)(local.Length + central.Length);
        "PK\u0005\u0006"u8.CopyTo(end);
        end.AsSpan(8, 12).Fill(0xFF);
        return [.. local, .. central, .. end64, .. locator, .. end];
    }

    private static IReadOnlyDictionary<string, ZipEntry> Read(byte[] file) => ZipDirectory.Read(ByteSource.Of(file, "The file"));

    private static void Refused(byte[] file, string reason) =>
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => Read(file)).Message, StringComparison.Ordinal);
}
