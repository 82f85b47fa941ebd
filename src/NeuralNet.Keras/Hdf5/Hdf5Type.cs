namespace NeuralNet.Keras;

/// <summary>The size of an element of a data set or attribute and whether it refers to a heap.</summary>
internal readonly record struct Hdf5Type(uint Size, bool IsVariable)
{
    private const int FixedPoint = 0, FloatingPoint = 1, Text = 3, Opaque = 5, VariableLength = 9;

    /// <summary>Reads a type of those in Keras's files: a number, a text or bytes.</summary>
    /// <exception cref="ModelFileException">The type is another one, or ends after its message.</exception>
    public static Hdf5Type Read(Hdf5Bytes bytes, ulong start, ulong end, bool isElement = false)
    {
        byte head = bytes.Byte(start);
        int kind = head & 15, version = head >> 4;
        uint size = bytes.UInt32(start + 4);
        if (version is < 1 or > 3)
            throw Hdf5Check.Unsupported($"a data type of version {version}");
        ulong properties = kind switch
        {
            FixedPoint => 4,
            FloatingPoint => 12,
            Text => 0,
            Opaque => bytes.Byte(start + 1),
            VariableLength when !isElement => 8,
            _ => throw Hdf5Check.Unsupported($"data of class {kind}"),
        };
        if (kind is FixedPoint or FloatingPoint && (bytes.Byte(start + 1) & 1) != 0)
            throw Hdf5Check.Unsupported("numbers in big-endian byte order");
        if (size == 0 || start + 8 + properties > end)
            throw new ModelFileException($"a data type at address {start} of the HDF5 file is damaged");
        if (kind == VariableLength)
        {
            Read(bytes, start + 8, end, isElement: true);
            if (size != 16)
                throw new ModelFileException($"a data type at address {start} of the HDF5 file has elements of {size} bytes");
        }

        return new Hdf5Type(size, kind == VariableLength);
    }

    /// <summary>Validates the reference of an element of variable length to its bytes in a global heap.</summary>
    public static void CheckVariable(Hdf5Bytes bytes, ulong element)
    {
        uint length = bytes.UInt32(element), index = bytes.UInt32(element + 12);
        ulong heap = bytes.UInt64(element + 4);
        if (length == 0)
            return;
        bytes.RequireSignature(heap, "GCOL");
        ulong size = bytes.UInt64(heap + 8);
        bytes.Slice(heap, size);
        for (ulong item = heap + 16; item + 16 <= heap + size;)
        {
            ushort number = bytes.UInt16(item);
            ulong content = bytes.UInt64(item + 8);
            if (number == 0 || content > heap + size - item - 16)
                break;
            if (number == index && length <= content)
                return;
            item += 16 + (content + 7) / 8 * 8;
        }

        throw new ModelFileException($"the HDF5 file refers to object {index} of the heap at address {heap}, which does not have it");
    }
}
