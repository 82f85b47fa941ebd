using System.Text;

namespace NeuralNet.Keras;

/// <summary>The header of an object that is written to an HDF5 file, of version 1: messages of multiples of 8 bytes.</summary>
internal sealed class Hdf5OutputHeader
{
    private const int HeaderLength = 16;

    private readonly MemoryStream messages = new();
    private ushort count;

    /// <summary>Adds a message.</summary>
    public void Add(Hdf5MessageType type, Action<BinaryWriter> write)
    {
        byte[] content = Padded(write);
        using var writer = new BinaryWriter(messages, Encoding.UTF8, leaveOpen: true);
        writer.Write((ushort)type);
        writer.Write(checked((ushort)content.Length));
        writer.Write(0u);
        writer.Write(content);
        count++;
    }

    /// <summary>Adds the messages of a tensor whose elements are at an address.</summary>
    public void AddTensor(Hdf5OutputTensor tensor, ulong address)
    {
        Add(Hdf5MessageType.Dataspace, message => WriteSizes(message, tensor.Sizes));
        Add(Hdf5MessageType.Datatype, message => message.Write(tensor.Class == Hdf5Class.Integer ? Int32 : Float32));

        // Version 2: memory is allocated late, and no fill value is defined.
        Add(Hdf5MessageType.FillValue, message => message.Write([2, 2, 2, 0]));
        long length = tensor.Data.Length;
        Add(Hdf5MessageType.DataLayout, message =>
        {
            message.Write([3, 1]);
            message.Write(address);
            message.Write(length);
        });
    }

    /// <summary>Adds an attribute with a text in a global heap.</summary>
    public void AddText(string attribute, string text, (ulong Heap, int Index) place)
    {
        byte[] name = Encoding.UTF8.GetBytes(attribute + "\0"), space = Padded(message => WriteSizes(message, []));
        Add(Hdf5MessageType.Attribute, message =>
        {
            message.Write((ushort)1);
            message.Write((ushort)name.Length);
            message.Write((ushort)Utf8Text.Length);
            message.Write((ushort)space.Length);
            message.Write(Padded(part => part.Write(name)));
            message.Write(Utf8Text);
            message.Write(space);
            message.Write(Encoding.UTF8.GetByteCount(text));
            message.Write(place.Heap);
            message.Write(place.Index);
        });
    }

    public byte[] ToArray()
    {
        var header = new MemoryStream();
        using var writer = new BinaryWriter(header);
        writer.Write((ushort)1);
        writer.Write(count);
        writer.Write(1u);
        writer.Write((uint)messages.Length);
        writer.Write(new byte[HeaderLength - 12]);
        writer.Write(messages.ToArray());
        return header.ToArray();
    }

    /// <summary>A float32: sign at bit 31, exponent of 8 bits at bit 23 with a bias of 127, mantissa of 23 bits with an implied bit.</summary>
    private static ReadOnlySpan<byte> Float32 => [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0];

    /// <summary>A signed int32.</summary>
    private static ReadOnlySpan<byte> Int32 => [0x10, 0x08, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0];

    /// <summary>A text in UTF-8 of variable length: a reference of 16 bytes to characters of one byte.</summary>
    private static ReadOnlySpan<byte> Utf8Text => [0x19, 0x01, 0x01, 0, 16, 0, 0, 0, 0x13, 0x10, 0, 0, 1, 0, 0, 0];

    private static void WriteSizes(BinaryWriter message, IReadOnlyList<int> sizes)
    {
        message.Write([1, (byte)sizes.Count, 0, 0, 0, 0, 0, 0]);
        foreach (int size in sizes)
            message.Write((long)size);
    }

    /// <summary>Returns what a function writes, padded to a multiple of 8 bytes.</summary>
    private static byte[] Padded(Action<BinaryWriter> write)
    {
        var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        write(writer);
        writer.Write(new byte[(8 - content.Length % 8) % 8]);
        return content.ToArray();
    }
}
