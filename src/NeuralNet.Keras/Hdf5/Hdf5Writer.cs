using System.Text;

namespace NeuralNet.Keras;

/// <summary>
/// Writes an HDF5 file in the form of h5py, which Keras uses: a superblock of version 0, groups with trees of links, and texts of attributes
/// in a global heap (HDF5 File Format Specification 3.0). Objects are written before those that refer to them, the superblock last.
/// </summary>
internal sealed class Hdf5Writer
{
    private const int SuperblockLength = 96, SymbolLength = 40;

    /// <summary>Half of the maximum number of links in a leaf, and of the children of a node of a tree, unless a group needs more.</summary>
    private const int HalfLeaf = 4, MinHalfNode = 16;

    private readonly MemoryStream stream = new();
    private readonly BinaryWriter writer;
    private readonly int halfNode;
    private readonly Dictionary<string, (ulong Heap, int Index)> texts;

    private Hdf5Writer(Hdf5OutputGroup root)
    {
        writer = new BinaryWriter(stream);
        int maxChildren = root.AllGroups.Max(group => group.Children.Count);
        halfNode = Math.Max(MinHalfNode, (maxChildren + 4 * HalfLeaf - 1) / (4 * HalfLeaf));
        stream.Position = SuperblockLength;
        texts = Hdf5TextHeap.Write(writer, root.AllGroups.Select(group => group.Name).OfType<string>());
    }

    public static byte[] Write(Hdf5OutputGroup root)
    {
        var writer = new Hdf5Writer(root);
        Link link = writer.WriteGroup("", root);
        writer.WriteSuperblock(link);
        return writer.stream.ToArray();
    }

    private void WriteSuperblock(Link root)
    {
        ulong end = (ulong)stream.Length;
        stream.Position = 0;
        writer.Write(Hdf5Format.Signature);
        writer.Write([0, 0, 0, 0, 0, 8, 8, 0]);
        writer.Write((ushort)HalfLeaf);
        writer.Write((ushort)halfNode);
        writer.Write(0u);
        writer.Write(0ul);
        writer.Write(Hdf5Format.Undefined);
        writer.Write(end);
        writer.Write(Hdf5Format.Undefined);
        WriteSymbol(root, nameOffset: 0);
    }

    /// <summary>Writes a group with everything in it: the objects, the heap of their names, the tree of the links, and the header.</summary>
    private Link WriteGroup(string name, Hdf5OutputGroup group)
    {
        Link[] links = [.. group.Children.Select(child => child.Value is Hdf5OutputGroup inner
            ? WriteGroup(child.Key, inner)
            : WriteTensor(child.Key, (Hdf5OutputTensor)child.Value))];
        Array.Sort(links, (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        (ulong heap, ulong[] offsets) = WriteHeap(links);
        ulong tree = WriteTree(links, offsets);

        var header = new Hdf5OutputHeader();
        header.Add(Hdf5MessageType.SymbolTable, message =>
        {
            message.Write(tree);
            message.Write(heap);
        });
        if (group.Name is { } text)
            header.AddText(LayerGroups.NameAttribute, text, texts[text]);
        return new Link(Encoding.UTF8.GetBytes(name), Write(header), tree, heap);
    }

    private Link WriteTensor(string name, Hdf5OutputTensor tensor)
    {
        ReadOnlySpan<byte> data = tensor.Data;
        ulong address = Align();
        writer.Write(data);
        var header = new Hdf5OutputHeader();
        header.AddTensor(tensor, data.Length == 0 ? Hdf5Format.Undefined : address);
        return new Link(Encoding.UTF8.GetBytes(name), Write(header), null, null);
    }

    /// <summary>Writes the names of links, each ended by a zero, and returns the place of each behind the start.</summary>
    private (ulong Heap, ulong[] Offsets) WriteHeap(Link[] links)
    {
        var names = new MemoryStream();
        names.Write(new byte[8]);
        var offsets = new ulong[links.Length];
        for (int i = 0; i < links.Length; i++)
        {
            offsets[i] = (ulong)names.Position;
            names.Write(links[i].Name);
            names.Write(new byte[8 - links[i].Name.Length % 8]);
        }

        const ulong HeaderLength = 32, NoFreeSpace = 1;
        ulong heap = Align();
        WriteSignature(Hdf5Format.Heap);
        writer.Write(0u);
        writer.Write((ulong)names.Length);
        writer.Write(NoFreeSpace);
        writer.Write(heap + HeaderLength);
        writer.Write(names.ToArray());
        return (heap, offsets);
    }

    /// <summary>Writes the leaves of the links of a group and the node of the tree above them.</summary>
    private ulong WriteTree(Link[] links, ulong[] offsets)
    {
        var leaves = new List<(ulong Address, ulong LastName)>();
        for (int start = 0; start < links.Length; start += 2 * HalfLeaf)
        {
            int end = Math.Min(links.Length, start + 2 * HalfLeaf);
            leaves.Add((WriteLeaf(links.AsSpan(start..end), offsets.AsSpan(start..end)), offsets[end - 1]));
        }

        ulong tree = Align();
        long nodeEnd = (long)tree + 24 + 8 * (4 * halfNode + 1);
        WriteSignature(Hdf5Format.Tree);
        writer.Write((ushort)0);
        writer.Write((ushort)leaves.Count);
        writer.Write(Hdf5Format.Undefined);
        writer.Write(Hdf5Format.Undefined);
        writer.Write(0ul);
        foreach ((ulong address, ulong lastName) in leaves)
        {
            writer.Write(address);
            writer.Write(lastName);
        }

        PadTo(nodeEnd);
        return tree;
    }

    private ulong WriteLeaf(ReadOnlySpan<Link> links, ReadOnlySpan<ulong> offsets)
    {
        ulong leaf = Align();
        WriteSignature(Hdf5Format.Symbols);
        writer.Write((ushort)1);
        writer.Write((ushort)links.Length);
        for (int i = 0; i < links.Length; i++)
            WriteSymbol(links[i], offsets[i]);
        PadTo((long)leaf + 8 + 2 * HalfLeaf * SymbolLength);
        return leaf;
    }

    /// <summary>Writes a link, with the addresses of the tree and of the names if it refers to a group.</summary>
    private void WriteSymbol(Link link, ulong nameOffset)
    {
        writer.Write(nameOffset);
        writer.Write(link.Header);
        writer.Write(link.Tree is null ? 0u : 1u);
        writer.Write(0u);
        writer.Write(link.Tree ?? 0);
        writer.Write(link.Heap ?? 0);
    }

    private ulong Write(Hdf5OutputHeader header)
    {
        ulong address = Align();
        writer.Write(header.ToArray());
        return address;
    }

    private void WriteSignature(string signature) => writer.Write(Encoding.ASCII.GetBytes(signature));

    /// <summary>Moves to the next multiple of 8 bytes and returns it.</summary>
    private ulong Align()
    {
        PadTo((stream.Position + 7) / 8 * 8);
        return (ulong)stream.Position;
    }

    private void PadTo(long position) => writer.Write(new byte[position - stream.Position]);

    /// <summary>A link to an object that has been written.</summary>
    /// <param name="Name">The name in UTF-8.</param>
    /// <param name="Header">The address of the header of the object.</param>
    /// <param name="Tree">The address of the tree of a group's links.</param>
    /// <param name="Heap">The address of the names of a group's links.</param>
    private readonly record struct Link(byte[] Name, ulong Header, ulong? Tree, ulong? Heap);
}
