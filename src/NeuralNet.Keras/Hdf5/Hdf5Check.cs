namespace NeuralNet.Keras;

/// <summary>
/// Validates the structure of an HDF5 file before its content is read: that no size or address is beyond the file, that no object contains
/// itself, and that it uses only the features that Keras's files have. The file may be malicious, and a reader that follows its addresses
/// would otherwise not end or allocate memory without limit. HDF5 File Format Specification 3.0.
/// </summary>
internal sealed class Hdf5Check
{
    private const int MaxDepth = 64, SymbolLength = 40;

    private readonly Hdf5Bytes bytes;
    private readonly HashSet<ulong> visited = [];

    private Hdf5Check(Hdf5Bytes bytes) => this.bytes = bytes;

    /// <exception cref="ModelFileException">The file is damaged, malicious or has features that Keras's files do not have.</exception>
    public static void Run(ReadOnlyMemory<byte> file) => new Hdf5Check(new Hdf5Bytes(file)).CheckSuperblock();

    private void CheckSuperblock()
    {
        if (bytes.Length < 8 || !bytes.Slice(0, 8).SequenceEqual(Hdf5Group.Signature))
            throw new ModelFileException("it is neither an archive of Keras nor an HDF5 file");
        byte version = bytes.Byte(8);
        switch (version)
        {
            case 0:
                Require(bytes.Byte(13) == 8 && bytes.Byte(14) == 8, "addresses or lengths of other than 8 bytes");
                Require(bytes.UInt64(24) == 0 && bytes.UInt64(48) == Hdf5Bytes.Undefined, "a base address or driver information");
                CheckSymbol(56, depth: 0);
                break;
            case 2 or 3:
                Require(bytes.Byte(9) == 8 && bytes.Byte(10) == 8, "addresses or lengths of other than 8 bytes");
                Require(bytes.UInt64(12) == 0 && bytes.UInt64(20) == Hdf5Bytes.Undefined, "a base address or a superblock extension");
                CheckObject(bytes.UInt64(36), depth: 0);
                break;
            default:
                throw Unsupported($"a superblock of version {version}");
        }
    }

    /// <summary>Checks an entry of a symbol table: a link to an object, with the addresses of a group's links in its cache.</summary>
    private void CheckSymbol(ulong entry, int depth)
    {
        ulong header = bytes.UInt64(entry + 8);
        uint cache = bytes.UInt32(entry + 16);
        Require(cache < 2, "a soft link");
        SymbolTable? table = CheckObject(header, depth);
        if (cache == 1 && table != new SymbolTable(bytes.UInt64(entry + 24), bytes.UInt64(entry + 32)))
            throw new ModelFileException($"the HDF5 file gives the group at address {header} two different tables of links");
    }

    /// <summary>Checks an object and the objects below it; returns the symbol table of a group of the older form.</summary>
    private SymbolTable? CheckObject(ulong header, int depth)
    {
        if (depth > MaxDepth)
            throw new ModelFileException($"the HDF5 file has groups within groups to more than {MaxDepth} levels");
        Visit(header);
        SymbolTable? table = null;
        ulong count = 0, size = 0, stored = 0;
        foreach (Hdf5Message message in Hdf5Message.ReadAll(bytes, header))
        {
            switch (message.Type)
            {
                case Hdf5MessageType.SymbolTable:
                    if (table is not null)
                        throw new ModelFileException($"the HDF5 file gives the group at address {header} two tables of links");
                    table = new SymbolTable(bytes.UInt64(message.Start), bytes.UInt64(message.Start + 8));
                    CheckTree(table.Value.Tree, CheckHeap(table.Value.Heap), level: null, depth);
                    break;
                case Hdf5MessageType.Link:
                    CheckObject(message.LinkTarget(), depth + 1);
                    break;
                case Hdf5MessageType.Dataspace:
                    count = message.ElementCount();
                    break;
                case Hdf5MessageType.Datatype:
                    size = message.ElementSize();
                    break;
                case Hdf5MessageType.DataLayout:
                    stored = message.StoredLength();
                    break;
                default:
                    message.Check();
                    break;
            }
        }

        if (checked(count * size) != stored)
            throw new ModelFileException($"the HDF5 file has {stored} bytes for {count} elements of {size} bytes at address {header}");
        return table;
    }

    /// <summary>Checks a node of the tree of a group's links, whose level decreases towards the leaves.</summary>
    private void CheckTree(ulong node, (ulong Start, ulong Length) names, int? level, int depth)
    {
        Visit(node);
        bytes.RequireSignature(node, "TREE");
        byte actual = bytes.Byte(node + 5);
        if (bytes.Byte(node + 4) != 0 || (level is int expected && actual != expected) || actual > 16)
            throw new ModelFileException($"the HDF5 file has a damaged tree of links at address {node}");
        ulong entries = bytes.UInt16(node + 6);
        for (ulong i = 0; i <= entries; i++)
            CheckName(names, bytes.UInt64(node + 24 + i * 16));
        for (ulong i = 0; i < entries; i++)
        {
            ulong child = bytes.UInt64(node + 32 + i * 16);
            if (actual > 0)
                CheckTree(child, names, actual - 1, depth);
            else
                CheckSymbols(child, names, depth);
        }
    }

    private void CheckSymbols(ulong node, (ulong Start, ulong Length) names, int depth)
    {
        Visit(node);
        bytes.RequireSignature(node, "SNOD");
        ulong count = bytes.UInt16(node + 6);
        for (ulong i = 0; i < count; i++)
        {
            ulong entry = node + 8 + i * SymbolLength;
            CheckName(names, bytes.UInt64(entry));
            CheckSymbol(entry, depth + 1);
        }
    }

    /// <summary>Checks a heap of names, which groups of the older form have, and returns the range of the names.</summary>
    private (ulong Start, ulong Length) CheckHeap(ulong heap)
    {
        Visit(heap);
        bytes.RequireSignature(heap, "HEAP");
        ulong length = bytes.UInt64(heap + 8), start = bytes.UInt64(heap + 24);
        bytes.Slice(start, length);
        return (start, length);
    }

    private void CheckName((ulong Start, ulong Length) names, ulong offset)
    {
        if (offset >= names.Length || bytes.Slice(names.Start, names.Length)[(int)offset..].IndexOf((byte)0) < 0)
            throw new ModelFileException($"the HDF5 file has a name without an end at offset {offset} of the heap at {names.Start}");
    }

    private void Visit(ulong address)
    {
        if (!visited.Add(address))
            throw new ModelFileException($"the HDF5 file has two links to what is at address {address}; Keras's files have one");
    }

    private static void Require(bool isSupported, string feature)
    {
        if (!isSupported)
            throw Unsupported(feature);
    }

    internal static ModelFileException Unsupported(string feature) =>
        new($"the HDF5 file has {feature}, which Keras's files do not have and this library does not read");

    /// <summary>The addresses of the links of a group of the older form.</summary>
    private readonly record struct SymbolTable(ulong Tree, ulong Heap);
}
