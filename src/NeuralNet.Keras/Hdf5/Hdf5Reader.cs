namespace NeuralNet.Keras;

/// <summary>
/// Reads the groups and tensors of an HDF5 file that uses only the features that Keras's files have. The file may be malicious: no size or
/// address beyond the file is followed, no object contains itself, and memory is allocated only in proportion to the length of the file.
/// HDF5 File Format Specification 3.0.
/// </summary>
internal sealed class Hdf5Reader
{
    private const int MaxDepth = 64, SymbolLength = 40;

    private const string SafetensorsAdvice =
        "; it is a safetensors file, of which Model.Load reads a model and the method LoadWeights of a model the weights";

    private readonly Hdf5Bytes bytes;
    private readonly HashSet<ulong> visited = [];

    private Hdf5Reader(Hdf5Bytes bytes) => this.bytes = bytes;

    /// <summary>Reads the root of a file with all groups and tensors below it.</summary>
    /// <exception cref="ModelFileException">The file is damaged, malicious or has features that Keras's files do not have.</exception>
    public static Hdf5Group Read(ReadOnlyMemory<byte> file)
    {
        var reader = new Hdf5Reader(new Hdf5Bytes(file));
        Hdf5Header header = reader.ReadHeader(reader.RootHeader());
        var root = new Hdf5Group("", header.Attributes);
        reader.ReadChildren(root, header, depth: 0);
        return root;
    }

    /// <summary>Returns the address of the header of the root.</summary>
    private ulong RootHeader()
    {
        if (bytes.Length < 8 || !bytes.Slice(0, 8).SequenceEqual(Hdf5Format.Signature))
            throw new ModelFileException("it is neither an archive of Keras nor an HDF5 file"
                + (IsSafetensors() ? SafetensorsAdvice : ""));
        byte version = bytes.Byte(8);
        switch (version)
        {
            case 0:
                Require(bytes.Byte(13) == 8 && bytes.Byte(14) == 8, "addresses or lengths of other than 8 bytes");
                Require(bytes.UInt64(24) == 0 && bytes.UInt64(48) == Hdf5Format.Undefined, "a base address or driver information");
                return bytes.UInt64(64);
            case 2 or 3:
                Require(bytes.Byte(9) == 8 && bytes.Byte(10) == 8, "addresses or lengths of other than 8 bytes");
                Require(bytes.UInt64(12) == 0 && bytes.UInt64(20) == Hdf5Format.Undefined, "a base address or a superblock extension");
                return bytes.UInt64(36);
            default:
                throw Hdf5Format.Unsupported($"a superblock of version {version}");
        }
    }

    /// <summary>Returns whether a file has the JSON of a safetensors file behind its length.</summary>
    private bool IsSafetensors() => bytes.Length > 8 && bytes.UInt64(0) <= (ulong)bytes.Length && bytes.Byte(8) == (byte)'{';

    private Hdf5Header ReadHeader(ulong address) => Hdf5Header.Read(bytes, address);

    /// <summary>Reads the objects to which the links of a group refer.</summary>
    private void ReadChildren(Hdf5Group group, Hdf5Header header, int depth)
    {
        if (depth > MaxDepth)
            throw new ModelFileException($"the HDF5 file has groups within groups to more than {MaxDepth} levels");
        Visit(header.Address);
        if (header.SymbolTable is { } table)
            ReadTree(table.Tree, ReadHeap(table.Heap), level: null, group, depth);
        foreach ((string name, ulong target) in header.Links)
            ReadObject(group, name, target, depth);
    }

    private void ReadObject(Hdf5Group parent, string name, ulong address, int depth)
    {
        Hdf5Header header = ReadHeader(address);
        string path = parent.Path.Length == 0 ? name : $"{parent.Path}/{name}";
        if (header.Data is { } data)
        {
            Visit(address);
            parent.Add(name, new Hdf5Tensor(path, header.RequiredType, header.Sizes, data, header.Attributes));
            return;
        }

        var group = new Hdf5Group(path, header.Attributes);
        ReadChildren(group, header, depth + 1);
        parent.Add(name, group);
    }

    /// <summary>Reads a node of the tree of a group's links, whose level decreases towards the leaves.</summary>
    private void ReadTree(ulong node, (ulong Start, ulong Length) names, int? level, Hdf5Group group, int depth)
    {
        Visit(node);
        bytes.RequireSignature(node, Hdf5Format.Tree);
        byte actual = bytes.Byte(node + 5);
        if (bytes.Byte(node + 4) != 0 || (level is int expected && actual != expected) || actual > 16)
            throw new ModelFileException($"the HDF5 file has a damaged tree of links at address {node}");
        ulong entries = bytes.UInt16(node + 6);
        for (ulong i = 0; i < entries; i++)
        {
            ulong child = bytes.UInt64(node + 32 + i * 16);
            if (actual > 0)
                ReadTree(child, names, actual - 1, group, depth);
            else
                ReadSymbols(child, names, group, depth);
        }
    }

    private void ReadSymbols(ulong node, (ulong Start, ulong Length) names, Hdf5Group group, int depth)
    {
        Visit(node);
        bytes.RequireSignature(node, Hdf5Format.Symbols);
        ulong count = bytes.UInt16(node + 6);
        for (ulong i = 0; i < count; i++)
        {
            ulong entry = node + 8 + i * SymbolLength, offset = bytes.UInt64(entry);
            Require(bytes.UInt32(entry + 16) < 2, "a soft link");
            if (offset >= names.Length)
                throw new ModelFileException($"the HDF5 file has a name beyond the heap at address {names.Start}");
            ReadObject(group, bytes.Text(names.Start + offset, names.Length - offset), bytes.UInt64(entry + 8), depth);
        }
    }

    /// <summary>Reads a heap of names, which groups of the older form have, and returns the range of the names.</summary>
    private (ulong Start, ulong Length) ReadHeap(ulong heap)
    {
        Visit(heap);
        bytes.RequireSignature(heap, Hdf5Format.Heap);
        ulong length = bytes.UInt64(heap + 8), start = bytes.UInt64(heap + 24);
        bytes.Slice(start, length);
        return (start, length);
    }

    private void Visit(ulong address)
    {
        if (!visited.Add(address))
            throw new ModelFileException($"the HDF5 file has two links to what is at address {address}; Keras's files have one");
    }

    private static void Require(bool isSupported, string feature)
    {
        if (!isSupported)
            throw Hdf5Format.Unsupported(feature);
    }
}
