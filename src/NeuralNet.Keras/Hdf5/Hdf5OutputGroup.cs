namespace NeuralNet.Keras;

/// <summary>A group that is written to an HDF5 file.</summary>
/// <param name="name">The text of the attribute <c>name</c>; null for a group without attributes.</param>
internal sealed class Hdf5OutputGroup(string? name = null) : IHdf5Output
{
    private readonly Dictionary<string, IHdf5Output> children = new(StringComparer.Ordinal);

    public string? Name => name;

    /// <summary>The groups and tensors in this group.</summary>
    public IReadOnlyDictionary<string, IHdf5Output> Children => children;

    /// <summary>This group and all groups below it.</summary>
    public IEnumerable<Hdf5OutputGroup> AllGroups =>
        children.Values.OfType<Hdf5OutputGroup>().SelectMany(child => child.AllGroups).Prepend(this);

    /// <summary>Sets a group or tensor in this group.</summary>
    public IHdf5Output this[string child]
    {
        set => children[child] = value;
    }

    /// <summary>Adds a tensor, which has the number of the objects before it as its name.</summary>
    public void Append(Hdf5OutputTensor tensor) => children[$"{children.Count}"] = tensor;
}
