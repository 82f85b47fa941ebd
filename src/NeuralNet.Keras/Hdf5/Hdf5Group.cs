using PureHDF;
using PureHDF.VOL.Native;

namespace NeuralNet.Keras;

/// <summary>A group of an HDF5 file with the groups and tensors in it by their names.</summary>
internal sealed class Hdf5Group
{
    /// <summary>The first bytes of every HDF5 file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    private readonly NativeGroup group;
    private readonly Dictionary<string, Hdf5Group> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Hdf5Tensor> tensors = new(StringComparer.Ordinal);

    private Hdf5Group(NativeGroup group, string path)
    {
        this.group = group;
        Path = path;
        foreach (IH5Object child in group.Children())
        {
            string childPath = PathOf(child.Name);
            if (child is NativeGroup childGroup)
                groups[child.Name] = new Hdf5Group(childGroup, childPath);
            else if (child is NativeDataset dataset)
                tensors[child.Name] = new Hdf5Tensor(dataset, childPath);
        }
    }

    /// <summary>The names of the groups from the root to this one, separated by slashes; empty for the root.</summary>
    public string Path { get; }

    public IReadOnlyDictionary<string, Hdf5Group> Groups => groups;

    public IReadOnlyDictionary<string, Hdf5Tensor> Tensors => tensors;

    /// <summary>The tensors of this group and of the groups in it.</summary>
    public IEnumerable<Hdf5Tensor> AllTensors => tensors.Values.Concat(groups.Values.SelectMany(child => child.AllTensors));

    /// <summary>Reads the root of a file, whose structure is checked first.</summary>
    /// <exception cref="ModelFileException">The file is damaged, or has features that Keras's files do not have.</exception>
    public static Hdf5Group Open(byte[] file)
    {
        Hdf5Check.Run(file);
        return FileErrors.OfHdf5(() => new Hdf5Group(H5File.Open(new MemoryStream(file, writable: false)), ""));
    }

    /// <summary>Returns a group by its path below this one; null if there is none.</summary>
    public Hdf5Group? Find(string path)
    {
        Hdf5Group? found = this;
        foreach (string name in path.Split('/'))
            found = found?.groups.GetValueOrDefault(name);
        return found;
    }

    /// <summary>Returns a tensor by its path below this group; null if there is none.</summary>
    public Hdf5Tensor? FindTensor(string path)
    {
        int slash = path.LastIndexOf('/');
        Hdf5Group? parent = slash < 0 ? this : Find(path[..slash]);
        return parent?.tensors.GetValueOrDefault(path[(slash + 1)..]);
    }

    /// <summary>Returns the text of an attribute; null if there is none.</summary>
    public string? Text(string attribute) => Texts(attribute) is [string text, ..] ? text : null;

    /// <summary>Returns the texts of an attribute; null if there is none.</summary>
    /// <exception cref="ModelFileException">The attribute is not a text.</exception>
    public string[]? Texts(string attribute) => FileErrors.OfHdf5(() => ReadTexts(attribute));

    private string[]? ReadTexts(string attribute)
    {
        if (!group.AttributeExists(attribute))
            return null;
        var found = (NativeAttribute)group.Attribute(attribute);
        var texts = new string[found.Space.Dimensions.Aggregate(1UL, (count, size) => checked(count * size))];
        if (texts.Length == 0)
            return texts;
        if (found.Type.Class is not (H5DataTypeClass.String or H5DataTypeClass.VariableLength))
            throw new ModelFileException($"the attribute '{attribute}' of the group '/{Path}' is not a text");
        found.Read(texts.AsSpan());
        return texts;
    }

    private string PathOf(string name) => Path.Length == 0 ? name : $"{Path}/{name}";
}
