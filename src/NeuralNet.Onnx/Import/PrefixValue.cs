namespace NeuralNet.Onnx;

/// <summary>
/// The first elements of a constant along axes whose size depends on the input: the vectors of the positions that are there, or the part
/// of a causal mask for them.
/// </summary>
internal sealed class PrefixValue(ConstantValue constant, AxisSize[] sizes, Func<Node>? repeated = null) : ImportedValue
{
    /// <summary>The constant of which the value has the first elements along each axis.</summary>
    public ConstantValue Constant { get; } = constant;

    /// <summary>The sizes of the axes of the value.</summary>
    public IReadOnlyList<AxisSize> Sizes => sizes;

    protected override string Description => $"the first [{string.Join(", ", sizes.AsEnumerable())}] elements of {Constant}";

    protected override string Cure => "they are supported as vectors of positions, which are added to steps, and as a causal mask";

    public override AxisSize[] SizesIn(NodeSizes known) => sizes;

    /// <summary>Vectors that are repeated for the rows of a value are an output of a layer on it.</summary>
    protected override Node MakeNode() => repeated?.Invoke() ?? base.MakeNode();

    /// <summary>Returns the same values under other sizes, which differ in axes of size 1 only; null if they differ in others.</summary>
    public PrefixValue? WithSizes(OperatorNode node, AxisSize[] target)
    {
        int[] kept = [.. Enumerable.Range(0, sizes.Length).Where(axis => !sizes[axis].Equals(1))];
        if (kept.Any(axis => Constant.Sizes[axis] == 1) || Constant.Sizes.Where((_, axis) => !kept.Contains(axis)).Any(size => size != 1))
            return null;
        if (!target.Where(size => !size.Equals(1)).SequenceEqual(kept.Select(axis => sizes[axis])))
            return null;
        int next = 0;
        int[] constantSizes = Array.ConvertAll(target, size => size.Equals(1) ? 1 : Constant.Sizes[kept[next++]]);
        return new PrefixValue(ConstantFolding.WithSizes(node, Constant, constantSizes.Select(size => (long)size)), target);
    }
}

/// <summary>The whole numbers 0, 1, 2, … up to the size of an open axis, as positions, and their axes of size 1 before and after.</summary>
internal sealed class RangeValue(AxisSize length, AxisSize[] sizes) : ImportedValue
{
    public AxisSize Length => length;

    public override AxisSize[] SizesIn(NodeSizes known) => sizes;

    protected override string Description => $"the numbers from 0 to '{length}'";

    protected override string Cure => "they are supported as positions, for which vectors are looked up";
}
