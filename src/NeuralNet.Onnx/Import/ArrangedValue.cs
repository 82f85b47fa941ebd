namespace NeuralNet.Onnx;

/// <summary>A value whose elements are those of another in the order of an arrangement. Layers move them where a layer needs the order.</summary>
internal sealed class ArrangedValue : ImportedValue
{
    private readonly OperatorNode last;

    private ArrangedValue(ImportedValue source, AxisArrangement arrangement, OperatorNode last) =>
        (Source, Arrangement, this.last) = (source, arrangement, last);

    /// <summary>The value that is rearranged.</summary>
    public ImportedValue Source { get; }

    public AxisArrangement Arrangement { get; }

    public override Shape? Shape => Arrangement.HasRows ? RowShape(Arrangement.Sizes) : null;

    public override AxisSize[] SizesIn(NodeSizes known) => Arrangement.Sizes;

    protected override string Description => $"a value with the axes [{string.Join(", ", Arrangement.Sizes.AsEnumerable())}], "
        + (Arrangement.RepeatsValues ? "along which values are repeated" : "of which the first is not the batch");

    protected override string Cure => Arrangement.RepeatsValues
        ? "repeated values are supported in the masks of attention only"
        : "rows come first in layers; a Reshape or Transpose back has to come before";

    /// <summary>Returns a value in an arrangement; the value itself if nothing is moved.</summary>
    public static ImportedValue Of(ImportedValue source, AxisArrangement arrangement, OperatorNode last) =>
        arrangement.IsIdentity ? source : new ArrangedValue(source, arrangement, last);

    /// <summary>Returns the arrangement of a value, and the value that is arranged; the value itself if it is not.</summary>
    public static (ImportedValue Source, AxisArrangement Arrangement) Of(ImportedValue value, NodeSizes known) => value is ArrangedValue arranged
        ? (arranged.Source, arranged.Arrangement)
        : (value, AxisArrangement.Of(value.SizesIn(known)));

    protected override Node MakeNode()
    {
        if (!Arrangement.HasRows || Arrangement.RepeatsValues)
            return base.MakeNode();
        AxisFactor[][] axes = [.. Arrangement.Axes.Skip(1)], source = [.. Arrangement.Source.Skip(1)];
        if (Arrangement.KeepsOrder)
            return Reshaped(Source.Node, Arrangement.Sizes);
        AxisFactor[] factors = [.. source.SelectMany(axis => axis)], moved = [.. axes.SelectMany(axis => axis)];
        AxisSize batch = Arrangement.Sizes[0];
        Node split = Reshaped(Source.Node, [batch, .. factors.Select(factor => factor.Size)]);
        Node permuted = split.Add(new Permute([.. moved.Select(factor => Array.IndexOf(factors, factor) + 1)], last.LayerName()));
        last.Context.Sizes.Add(permuted, [batch, .. moved.Select(factor => factor.Size)]);
        return Reshaped(permuted, Arrangement.Sizes);
    }

    private Node Reshaped(Node node, AxisSize[] sizes) => Reshaped(node, sizes, last);

    /// <summary>Returns a node with the same values under axes of other sizes, the batch first.</summary>
    /// <exception cref="ModelFileException">More than one axis of the rows is open, which a Reshape cannot give.</exception>
    public static Node Reshaped(Node node, AxisSize[] sizes, OperatorNode last)
    {
        NodeSizes known = last.Context.Sizes;
        if (known.Of(node).AsSpan().SequenceEqual(sizes))
            return node;
        int[] row = [.. RowShape(sizes)];
        if (row.Count(size => size == Shape.Open) > 1)
        {
            throw new ModelFileException($"it gives [{string.Join(", ", sizes.AsEnumerable())}], with more than one open axis beside the "
                + "batch; a Reshape can leave one open");
        }

        int[] target = Array.ConvertAll(row, size => size == NeuralNet.Shape.Open ? -1 : size);
        Node reshaped = node.Add(row.Length == 1 ? new Flatten(name: last.LayerName()) : new Reshape(target, last.LayerName()));
        known.Add(reshaped, sizes);
        return reshaped;
    }

    private static Shape RowShape(AxisSize[] sizes) =>
        (int[])[.. sizes.Skip(1).Select(size => size.IsKnown ? checked((int)size.Number) : NeuralNet.Shape.Open)];
}
