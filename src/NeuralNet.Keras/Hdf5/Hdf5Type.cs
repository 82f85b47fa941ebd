namespace NeuralNet.Keras;

/// <summary>The type of the elements of a tensor or attribute.</summary>
/// <param name="Class">The class.</param>
/// <param name="Size">The number of bytes of an element.</param>
internal readonly record struct Hdf5Type(Hdf5Class Class, uint Size)
{
    private const int ReferenceLength = 16;

    /// <summary>Gets a value indicating whether an element is a reference to bytes in a heap.</summary>
    public bool IsVariable => Class == Hdf5Class.VariableLength;

    /// <summary>Reads a type of those in Keras's files: a number, a text or bytes.</summary>
    /// <exception cref="ModelFileException">The type is another one, or ends after its message.</exception>
    public static Hdf5Type Read(Hdf5Bytes bytes, ulong start, ulong end, bool isElement = false)
    {
        byte head = bytes.Byte(start);
        int version = head >> 4;
        var kind = (Hdf5Class)(head & 15);
        uint size = bytes.UInt32(start + 4);
        if (version is < 1 or > 3)
            throw Hdf5Format.Unsupported($"a data type of version {version}");
        ulong properties = kind switch
        {
            Hdf5Class.Integer => 4,
            Hdf5Class.FloatingPoint => 12,
            Hdf5Class.Text => 0,
            Hdf5Class.Opaque => bytes.Byte(start + 1),
            Hdf5Class.VariableLength when !isElement => 8,
            _ => throw Hdf5Format.Unsupported($"data of class {(int)kind}"),
        };
        if (kind is Hdf5Class.Integer or Hdf5Class.FloatingPoint && (bytes.Byte(start + 1) & 1) != 0)
            throw Hdf5Format.Unsupported("numbers in big-endian byte order");
        if (size == 0 || start + 8 + properties > end)
            throw new ModelFileException($"a data type at address {start} of the HDF5 file is damaged");
        if (kind == Hdf5Class.VariableLength)
        {
            Read(bytes, start + 8, end, isElement: true);
            if (size != ReferenceLength)
                throw new ModelFileException($"a data type at address {start} of the HDF5 file has elements of {size} bytes");
        }

        return new Hdf5Type(kind, size);
    }

    /// <summary>Returns the bytes in a global heap to which an element of variable length refers.</summary>
    /// <exception cref="ModelFileException">The heap does not have them.</exception>
    public static ReadOnlySpan<byte> Resolve(Hdf5Bytes bytes, ulong element)
    {
        uint length = bytes.UInt32(element), index = bytes.UInt32(element + 12);
        ulong heap = bytes.UInt64(element + 4);
        if (length == 0)
            return [];
        bytes.RequireSignature(heap, Hdf5Format.GlobalHeap);
        ulong size = bytes.UInt64(heap + 8);
        bytes.Slice(heap, size);
        for (ulong item = heap + 16; item + 16 <= heap + size;)
        {
            ushort number = bytes.UInt16(item);
            ulong content = bytes.UInt64(item + 8);
            if (number == 0 || content > heap + size - item - 16)
                break;
            if (number == index && length <= content)
                return bytes.Slice(item + 16, length);
            item += 16 + (content + 7) / 8 * 8;
        }

        throw new ModelFileException($"the HDF5 file refers to object {index} of the heap at address {heap}, which does not have it");
    }
}
