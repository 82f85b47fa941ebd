namespace NeuralNet;

/// <summary>A list of tensors that needs no array for a single tensor.</summary>
internal readonly record struct TensorList
{
    private readonly Tensor? single;
    private readonly IReadOnlyList<Tensor?>? several;

    public TensorList(Tensor? single) => this.single = single;

    public TensorList(IReadOnlyList<Tensor?>? several) => this.several = several;

    public int Count => several?.Count ?? (single is null ? 0 : 1);

    public Tensor? this[int index] => several is null ? single : several[index];

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

    public IReadOnlyList<Tensor> ToList()
    {
        if (several is not null)
            return (IReadOnlyList<Tensor>)several;
        return single is null ? [] : [single];
    }

    public IReadOnlyList<Tensor?>? ToListOrNull() => Count == 0 ? null : ToList();

    /// <summary>Creates a list of the same length whose tensors are changed by a function; null stays null.</summary>
    public TensorList Select(Func<Tensor, Tensor> change)
    {
        if (several is null)
            return new TensorList(single is null ? null : change(single));
        var changed = new Tensor?[several.Count];
        for (int i = 0; i < changed.Length; i++)
            changed[i] = several[i] is { } tensor ? change(tensor) : null;
        return new TensorList(changed);
    }

    public override string ToString() => string.Join(", ", ToList().Select(tensor => tensor?.Shape.ToString() ?? "none"));
}
