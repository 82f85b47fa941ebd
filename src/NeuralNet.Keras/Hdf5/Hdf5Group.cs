namespace NeuralNet.Keras;

/// <summary>A group of an HDF5 file with the groups and tensors in it by their names.</summary>
/// <param name="path">The names of the groups from the root to this one, separated by slashes; empty for the root.</param>
/// <param name="attributes">The attributes by their names.</param>
internal sealed class Hdf5Group(string path, IReadOnlyDictionary<string, Hdf5Attribute> attributes)
{
    private readonly Dictionary<string, Hdf5Group> groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Hdf5Tensor> tensors = new(StringComparer.Ordinal);

    public string Path => path;

    public IReadOnlyDictionary<string, Hdf5Group> Groups => groups;

    public IReadOnlyDictionary<string, Hdf5Tensor> Tensors => tensors;

    /// <summary>The tensors of this group and of the groups in it.</summary>
    public IEnumerable<Hdf5Tensor> AllTensors => tensors.Values.Concat(groups.Values.SelectMany(child => child.AllTensors));

    public void Add(string name, Hdf5Group group)
    {
        if (tensors.ContainsKey(name) || !groups.TryAdd(name, group))
            throw TwoObjects(name);
    }

    public void Add(string name, Hdf5Tensor tensor)
    {
        if (groups.ContainsKey(name) || !tensors.TryAdd(name, tensor))
            throw TwoObjects(name);
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
    /// <exception cref="ModelFileException">The attribute is not a text.</exception>
    public string? Text(string attribute) => Texts(attribute) is [string text, ..] ? text : null;

    /// <summary>Returns the texts of an attribute; null if there is none.</summary>
    /// <exception cref="ModelFileException">The attribute is not a text.</exception>
    public string[]? Texts(string attribute) => attributes.TryGetValue(attribute, out Hdf5Attribute? found)
        ? found.ReadTexts() ?? throw new ModelFileException($"the attribute '{attribute}' of the group '/{path}' is not a text")
        : null;

    private ModelFileException TwoObjects(string name) => new($"the group '/{path}' of the HDF5 file has two objects named '{name}'");
}
