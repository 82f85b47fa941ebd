using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>A list of tensors that needs no array for a single tensor.</summary>
internal readonly record struct TensorList
{
    /// <summary>A tensor or a list; a single field because elements of data sets, which contain three lists, are copied often.</summary>
    private readonly object? tensors;

    public TensorList(Tensor? single) => tensors = single;

    public TensorList(IReadOnlyList<Tensor?>? several) => tensors = several;

    public int Count => tensors switch
    {
        null => 0,
        Tensor => 1,
        _ => ((IReadOnlyList<Tensor?>)tensors).Count,
    };

    public Tensor? this[int index] => tensors is null or Tensor ? (Tensor?)tensors : ((IReadOnlyList<Tensor?>)tensors)[index];

    /// <summary>The number of bytes of all values.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            for (int i = 0; i < Count; i++)
                bytes += this[i] is { } tensor ? sizeof(float) * (long)tensor.Length : 0;
            return bytes;
        }
    }

    public IReadOnlyList<Tensor> ToList() => tensors switch
    {
        null => [],
        Tensor single => [single],
        _ => (IReadOnlyList<Tensor>)tensors,
    };

    public IReadOnlyList<Tensor?>? ToListOrNull() => Count == 0 ? null : ToList();

    /// <summary>Creates a list of the same length whose tensors are changed by a function; null stays null.</summary>
    public TensorList Select(Func<Tensor, Tensor> change)
    {
        if (tensors is null or Tensor)
            return new TensorList(tensors is null ? null : change((Tensor)tensors));
        var several = (IReadOnlyList<Tensor?>)tensors;
        var changed = new Tensor?[several.Count];
        for (int i = 0; i < changed.Length; i++)
            changed[i] = several[i] is { } tensor ? change(tensor) : null;
        return new TensorList(changed);
    }

    /// <summary>Appends the shapes and the values to a checksum.</summary>
    public void AppendTo(Crc32C crc)
    {
        for (int i = 0; i < Count; i++)
        {
            if (this[i] is not { } tensor)
                continue;
            for (int axis = 0; axis < tensor.Rank; axis++)
                crc.Append(MemoryMarshal.AsBytes<int>([tensor.Shape[axis]]));
            crc.Append(MemoryMarshal.AsBytes<float>(tensor.Data));
        }
    }

    public override string ToString() => string.Join(", ", ToList().Select(tensor => tensor?.Shape.ToString() ?? "none"));
}
