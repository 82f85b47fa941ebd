using System.Text;

namespace NeuralNet.Keras;

/// <summary>A message in the header of an HDF5 object: a property of the object, such as its type.</summary>
internal readonly struct Hdf5Message(Hdf5Bytes bytes, Hdf5MessageType type, ulong start, ulong length)
{
    private const int MaxRank = 32;

    public Hdf5MessageType Type => type;

    private ulong End => start + length;

    /// <summary>Returns the messages of an object header with those of its continuations.</summary>
    /// <exception cref="ModelFileException">The header is damaged, or has messages that Keras's files do not have.</exception>
    public static List<Hdf5Message> ReadAll(Hdf5Bytes bytes, ulong header)
    {
        var messages = new List<Hdf5Message>();
        var blocks = new Queue<(ulong Start, ulong Length)>();
        bool isOld = bytes.Byte(header) == 1;
        int extra = 0;
        if (isOld)
        {
            blocks.Enqueue((header + 16, bytes.UInt32(header + 8)));
        }
        else
        {
            bytes.RequireSignature(header, "OHDR");
            byte flags = bytes.Byte(header + 5);
            if (bytes.Byte(header + 4) != 2)
                throw Hdf5Format.Unsupported($"an object header of version {bytes.Byte(header + 4)}");
            int sizeLength = 1 << (flags & 3);
            ulong size = header + 6 + ((flags & 0x20) != 0 ? 16u : 0) + ((flags & 0x10) != 0 ? 4u : 0);
            extra = (flags & 4) != 0 ? 2 : 0;
            blocks.Enqueue((size + (ulong)sizeLength, bytes.Unsigned(size, sizeLength)));
        }

        var starts = new HashSet<ulong>();
        while (blocks.TryDequeue(out var block))
        {
            if (!starts.Add(block.Start))
                throw new ModelFileException($"the object header at address {header} of the HDF5 file continues in itself");
            bytes.Slice(block.Start, block.Length);
            ReadBlock(bytes, block.Start, block.Start + block.Length, isOld, extra, messages, blocks);
        }

        return messages;
    }

    private static void ReadBlock(
        Hdf5Bytes bytes, ulong start, ulong end, bool isOld, int extra, List<Hdf5Message> messages,
        Queue<(ulong Start, ulong Length)> blocks)
    {
        ulong prefix = isOld ? 8 : 4 + (ulong)extra;
        while (start + prefix <= end)
        {
            int code = isOld ? bytes.UInt16(start) : bytes.Byte(start);
            ulong length = bytes.UInt16(start + (isOld ? 2u : 1));
            byte flags = bytes.Byte(start + (isOld ? 4u : 3));
            start += prefix;
            if (length > end - start)
                throw new ModelFileException($"a message at address {start} of the HDF5 file ends after its object header");
            var message = new Hdf5Message(bytes, Known(code, flags), start, length);
            if (message.Type == Hdf5MessageType.Continuation)
                blocks.Enqueue(message.Continuation(isOld));
            else
                messages.Add(message);
            start += length;
        }
    }

    private static Hdf5MessageType Known(int code, byte flags)
    {
        string? feature = code switch
        {
            0x07 => "data in external files",
            0x0B => "compressed data",
            0x0F => "a table of shared messages",
            _ when !Enum.IsDefined((Hdf5MessageType)code) => $"a header message of type {code}",
            _ when (flags & 2) != 0 => "a shared header message",
            _ => null,
        };
        return feature is null ? (Hdf5MessageType)code : throw Hdf5Format.Unsupported(feature);
    }

    /// <summary>Returns the range of the messages of a continuation, which has a signature and a checksum in newer headers.</summary>
    private (ulong Start, ulong Length) Continuation(bool isOld)
    {
        RequireLength(16);
        ulong address = bytes.UInt64(start), size = bytes.UInt64(start + 8);
        bytes.Slice(address, size);
        if (isOld)
            return (address, size);
        bytes.RequireSignature(address, "OCHK");
        return size >= 8
            ? (address + 4, size - 8)
            : throw new ModelFileException($"a continuation at address {address} of the HDF5 file has {size} bytes");
    }

    /// <summary>Reads the addresses of the tree and the names of a group's links.</summary>
    public (ulong Tree, ulong Heap) ReadSymbolTable() => (bytes.UInt64(start), bytes.UInt64(start + 8));

    /// <summary>Reads the name of a link and the address of the object to which the link refers.</summary>
    public (string Name, ulong Target) ReadLink()
    {
        byte flags = bytes.Byte(start + 1);
        ulong position = start + 2;
        if ((flags & 8) != 0 && bytes.Byte(position++) is byte kind and not 0)
            throw Hdf5Format.Unsupported(kind == 1 ? "a soft link" : "an external link");
        position += ((flags & 4) != 0 ? 8u : 0) + ((flags & 16) != 0 ? 1u : 0);
        int sizeLength = 1 << (flags & 3);
        ulong nameLength = bytes.Unsigned(position, sizeLength);
        position += (ulong)sizeLength;
        if (nameLength > length)
            throw new ModelFileException($"a link at address {start} of the HDF5 file ends after its object header");
        return (Encoding.UTF8.GetString(bytes.Slice(position, nameLength)), bytes.UInt64(position + nameLength));
    }

    /// <summary>Reads the sizes of the axes and the number of elements that a dataspace describes.</summary>
    public (ulong[] Sizes, ulong Count) ReadSizes() => ReadSizes(start, End);

    /// <summary>Reads the type of the elements.</summary>
    public Hdf5Type ReadType() => Hdf5Type.Read(bytes, start, End);

    /// <summary>Returns the data whose place a data layout describes.</summary>
    public ReadOnlyMemory<byte> ReadData()
    {
        byte version = bytes.Byte(start), kind = bytes.Byte(start + 1);
        if (version is not (3 or 4))
            throw Hdf5Format.Unsupported($"a data layout of version {version}");
        switch (kind)
        {
            case 0:
                ulong compact = bytes.UInt16(start + 2);
                RequireLength(4 + compact);
                return bytes.Memory(start + 4, compact);
            case 1:
                ulong address = bytes.UInt64(start + 2), size = bytes.UInt64(start + 10);
                return size == 0 ? default : bytes.Memory(address, size);
            default:
                throw Hdf5Format.Unsupported(kind == 2 ? "data in chunks" : "a virtual data set");
        }
    }

    /// <summary>Reads an attribute: a name, a type, the sizes and the values.</summary>
    public Hdf5Attribute ReadAttribute()
    {
        byte version = bytes.Byte(start);
        if (version is not (1 or 2 or 3) || (version > 1 && bytes.Byte(start + 1) != 0))
            throw Hdf5Format.Unsupported($"an attribute of version {version} with shared parts");
        ulong nameLength = bytes.UInt16(start + 2), typeLength = bytes.UInt16(start + 4), spaceLength = bytes.UInt16(start + 6);
        ulong name = start + (version == 3 ? 9u : 8), typeStart = name + Padded(nameLength);
        ulong space = typeStart + Padded(typeLength), data = space + Padded(spaceLength);
        RequireLength(data - start);
        var type = Hdf5Type.Read(bytes, typeStart, typeStart + typeLength);
        ulong count = ReadSizes(space, space + spaceLength).Count;
        RequireLength(data - start + checked(count * type.Size));
        return new Hdf5Attribute(bytes, bytes.Text(name, nameLength), type, count, data);

        ulong Padded(ulong size) => version == 1 ? (size + 7) / 8 * 8 : size;
    }

    /// <summary>Validates the content of a message of another type.</summary>
    public void Check()
    {
        switch (type)
        {
            case Hdf5MessageType.LinkInfo:
                RequireUndefined(start + 2 + ((bytes.Byte(start + 1) & 1) != 0 ? 8u : 0), "links in a heap");
                break;
            case Hdf5MessageType.AttributeInfo:
                RequireUndefined(start + 2 + ((bytes.Byte(start + 1) & 1) != 0 ? 2u : 0), "attributes in a heap");
                break;
            case Hdf5MessageType.OldFillValue:
                RequireLength(4 + (ulong)bytes.UInt32(start));
                break;
            case Hdf5MessageType.FillValue:
                CheckFillValue();
                break;
        }
    }

    private (ulong[] Sizes, ulong Count) ReadSizes(ulong position, ulong end)
    {
        byte version = bytes.Byte(position), rank = bytes.Byte(position + 1), flags = bytes.Byte(position + 2);
        if (version is not (1 or 2) || rank > MaxRank || (flags & 2) != 0)
            throw Hdf5Format.Unsupported($"a dataspace of version {version} with {rank} axes");
        if (version == 2 && bytes.Byte(position + 3) == 2)
            return ([], 0);
        ulong first = position + (version == 1 ? 8u : 4), count = 1;
        if (first + rank * ((flags & 1) != 0 ? 16u : 8) > end)
            throw new ModelFileException($"a dataspace at address {position} of the HDF5 file ends after its message");
        var sizes = new ulong[rank];
        for (uint i = 0; i < rank; i++)
        {
            sizes[i] = bytes.UInt64(first + i * 8);
            count = checked(count * sizes[i]);
        }

        return (sizes, count);
    }

    private void CheckFillValue()
    {
        byte version = bytes.Byte(start);
        bool hasSize = version switch
        {
            1 => true,
            2 => bytes.Byte(start + 3) != 0,
            3 => (bytes.Byte(start + 1) & 0x20) != 0,
            _ => throw Hdf5Format.Unsupported($"a fill value of version {version}"),
        };
        ulong size = start + (version == 3 ? 2u : 4);
        if (hasSize)
            RequireLength(size + 4 - start + bytes.UInt32(size));
    }

    private void RequireUndefined(ulong address, string feature)
    {
        if (bytes.UInt64(address) != Hdf5Format.Undefined)
            throw Hdf5Format.Unsupported(feature);
    }

    private void RequireLength(ulong required)
    {
        if (required > length)
            throw new ModelFileException($"a header message at address {start} of the HDF5 file has {length} bytes and needs {required}");
    }
}
