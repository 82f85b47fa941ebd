namespace NeuralNet;

/// <summary>
/// An element of a data set: a sample, whose tensors have no batch axis, or a batch of samples, whose tensors have the batch as their
/// first axis. Pairs convert implicitly: <c>yield return (x, y);</c>. The tensors must not be changed afterwards.
/// </summary>
public readonly record struct DatasetElement
{
    /// <summary>Creates an element of one input, at most one target and at most one weight.</summary>
    /// <param name="x">The input.</param>
    /// <param name="y">The target; null for predictions.</param>
    /// <param name="sampleWeight">The weight in the loss: one number for a sample, one number per sample for a batch.</param>
    public DatasetElement(Tensor x, Tensor? y = null, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        (InputList, TargetList, WeightList) = (new TensorList(x), new TensorList(y), new TensorList(sampleWeight));
    }

    /// <summary>Creates an element of several inputs or targets.</summary>
    /// <param name="x">A tensor for each input.</param>
    /// <param name="y">A tensor for each output; null for predictions.</param>
    /// <param name="sampleWeight">One tensor for all outputs or one for each, null for an output whose samples weigh 1.</param>
    public DatasetElement(IReadOnlyList<Tensor> x, IReadOnlyList<Tensor>? y = null, IReadOnlyList<Tensor?>? sampleWeight = null)
    {
        InputList = new TensorList(Require.NoNulls(x));
        TargetList = new TensorList(y is null ? [] : Require.NoNulls(y));
        WeightList = new TensorList(sampleWeight ?? []);
    }

    internal DatasetElement(TensorList inputs, TensorList targets, TensorList weights) =>
        (InputList, TargetList, WeightList) = (inputs, targets, weights);

    /// <summary>The inputs.</summary>
    public IReadOnlyList<Tensor> Inputs => InputList.ToList();

    /// <summary>The targets; none for predictions.</summary>
    public IReadOnlyList<Tensor> Targets => TargetList.ToList();

    /// <summary>The weights in the loss: one tensor for all outputs or one for each; null if all samples weigh 1.</summary>
    public IReadOnlyList<Tensor?>? SampleWeights => WeightList.ToListOrNull();

    internal TensorList InputList { get; }

    internal TensorList TargetList { get; }

    internal TensorList WeightList { get; }

    /// <summary>The number of bytes of all values.</summary>
    internal long Bytes => InputList.Bytes + TargetList.Bytes + WeightList.Bytes;

    /// <summary>Creates an element of an input and a target.</summary>
    public static implicit operator DatasetElement((Tensor X, Tensor Y) pair) =>
        new(pair.X, pair.Y ?? throw new ArgumentNullException(nameof(pair), "The target of a pair is null."));

    /// <summary>Creates an element of an input, a target and its weight.</summary>
    public static implicit operator DatasetElement((Tensor X, Tensor Y, Tensor SampleWeight) triple) =>
        new(triple.X, triple.Y ?? throw new ArgumentNullException(nameof(triple), "The target of a triple is null."), triple.SampleWeight);

    /// <summary>Computes a checksum of the shapes and the values.</summary>
    internal uint Checksum()
    {
        var crc = new Crc32C();
        InputList.AppendTo(crc);
        TargetList.AppendTo(crc);
        WeightList.AppendTo(crc);
        return crc.Value;
    }

    /// <summary>Returns the shapes of the inputs and targets.</summary>
    public override string ToString() => $"{InputList} to {TargetList}";
}
