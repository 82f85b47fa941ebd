using System.Buffers.Binary;
using System.Text;

namespace NeuralNet.Keras;

/// <summary>The bytes of an HDF5 file, of which none is read beyond their end.</summary>
internal readonly struct Hdf5Bytes(ReadOnlyMemory<byte> bytes)
{
    public int Length => bytes.Length;

    public byte Byte(ulong address) => Slice(address, 1)[0];

    public ushort UInt16(ulong address) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(address, 2));

    public uint UInt32(ulong address) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(address, 4));

    public ulong UInt64(ulong address) => BinaryPrimitives.ReadUInt64LittleEndian(Slice(address, 8));

    /// <summary>Reads an integer of 1, 2, 4 or 8 bytes.</summary>
    public ulong Unsigned(ulong address, int size) => size switch
    {
        1 => Byte(address),
        2 => UInt16(address),
        4 => UInt32(address),
        _ => UInt64(address),
    };

    /// <exception cref="ModelFileException">The range ends after the file.</exception>
    public ReadOnlySpan<byte> Slice(ulong address, ulong length) => Memory(address, length).Span;

    /// <exception cref="ModelFileException">The range ends after the file.</exception>
    public ReadOnlyMemory<byte> Memory(ulong address, ulong length) => address <= (ulong)Length && length <= (ulong)Length - address
        ? bytes.Slice((int)address, (int)length)
        : throw new ModelFileException($"the HDF5 file refers to {length} bytes at address {address}, and it has {Length} bytes");

    /// <summary>Reads a text that ends before a zero.</summary>
    /// <exception cref="ModelFileException">There is no zero within the maximum length.</exception>
    public string Text(ulong address, ulong maxLength)
    {
        ReadOnlySpan<byte> text = Slice(address, maxLength);
        int length = text.IndexOf((byte)0);
        return length >= 0
            ? Encoding.UTF8.GetString(text[..length])
            : throw new ModelFileException($"the HDF5 file has a name without an end at address {address}");
    }

    /// <exception cref="ModelFileException">Other bytes are at the address.</exception>
    public void RequireSignature(ulong address, string signature)
    {
        if (!Slice(address, (ulong)signature.Length).SequenceEqual(Encoding.ASCII.GetBytes(signature)))
            throw new ModelFileException($"the HDF5 file has no '{signature}' at address {address}, to which it refers");
    }
}
