namespace NeuralNet.Keras;

/// <summary>The properties of an HDF5 object, a group or a tensor.</summary>
internal sealed class Hdf5Header
{
    private Hdf5Type? type;
    private ulong count;

    private Hdf5Header(ulong address) => Address = address;

    /// <summary>The address of the object.</summary>
    public ulong Address { get; }

    /// <summary>The addresses of the links of a group of the older form; null for other objects.</summary>
    public (ulong Tree, ulong Heap)? SymbolTable { get; private set; }

    /// <summary>The links of a group of the newer form.</summary>
    public List<(string Name, ulong Target)> Links { get; } = [];

    public Dictionary<string, Hdf5Attribute> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>The sizes of the axes of a tensor.</summary>
    public ulong[] Sizes { get; private set; } = [];

    /// <summary>The values of a tensor; null for a group.</summary>
    public ReadOnlyMemory<byte>? Data { get; private set; }

    /// <exception cref="ModelFileException">The object is a tensor without a type.</exception>
    public Hdf5Type RequiredType => type ?? throw new ModelFileException($"the HDF5 file has data without a type at address {Address}");

    /// <exception cref="ModelFileException">The header is damaged, or has messages that Keras's files do not have.</exception>
    public static Hdf5Header Read(Hdf5Bytes bytes, ulong address)
    {
        var header = new Hdf5Header(address);
        foreach (Hdf5Message message in Hdf5Message.ReadAll(bytes, address))
            header.Add(message);
        ulong size = header.type?.Size ?? 0, stored = (ulong)(header.Data?.Length ?? 0);
        if (checked(header.count * size) != stored)
            throw new ModelFileException(
                $"the HDF5 file has {stored} bytes for {header.count} elements of {size} bytes at address {address}");
        return header;
    }

    private void Add(Hdf5Message message)
    {
        switch (message.Type)
        {
            case Hdf5MessageType.SymbolTable:
                if (SymbolTable is not null)
                    throw new ModelFileException($"the HDF5 file gives the group at address {Address} two tables of links");
                SymbolTable = message.ReadSymbolTable();
                break;
            case Hdf5MessageType.Link:
                Links.Add(message.ReadLink());
                break;
            case Hdf5MessageType.Dataspace:
                (Sizes, count) = message.ReadSizes();
                break;
            case Hdf5MessageType.Datatype:
                type = message.ReadType();
                break;
            case Hdf5MessageType.DataLayout:
                Data = message.ReadData();
                break;
            case Hdf5MessageType.Attribute:
                Hdf5Attribute attribute = message.ReadAttribute();
                Attributes[attribute.Name] = attribute;
                break;
            default:
                message.Check();
                break;
        }
    }
}
