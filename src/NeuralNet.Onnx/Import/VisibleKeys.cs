namespace NeuralNet.Onnx;

/// <summary>The keys that the queries of an attention may see.</summary>
/// <param name="Mask">A value (batch, keys) that is 1 for keys that may be seen and 0 for others; null if all may be seen.</param>
/// <param name="IsCausal">Whether a query sees the keys up to its own position only.</param>
internal sealed record VisibleKeys(ImportedValue? Mask, bool IsCausal)
{
    /// <summary>Added numbers below this one hide a key: its probability is 0 beside any other.</summary>
    public const double MaxHidden = -1000;

    public static readonly VisibleKeys All = new(null, IsCausal: false);

    private static readonly VisibleKeys Causal = new(null, IsCausal: true);

    /// <summary>Returns the keys that may be seen by both rules; null if two masks differ.</summary>
    public VisibleKeys? And(VisibleKeys other) => Mask is not null && other.Mask is not null && Mask != other.Mask
        ? null
        : new VisibleKeys(Mask ?? other.Mask, IsCausal || other.IsCausal);

    /// <summary>Returns the keys that remain visible when a value is added to scores; null if it does more than hiding keys.</summary>
    /// <param name="added">The value.</param>
    /// <param name="scores">The sizes of the scores.</param>
    /// <param name="known">The sizes of nodes.</param>
    public static VisibleKeys? WhenAdded(ImportedValue added, AxisSize[] scores, NodeSizes known) => added switch
    {
        CurveValue curve when curve.AtOne == 0 && curve.AtZero <= MaxHidden => OfKeys(curve.Source, scores, known),
        PrefixValue or ConstantValue => OfTable(added, scores, known, number => number == 0, number => number <= MaxHidden),
        _ => null,
    };

    /// <summary>Returns the keys that remain visible where a condition holds; null if the condition is no mask of keys.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="isVisible">The value of the condition for keys that may be seen.</param>
    /// <param name="scores">The sizes of the scores.</param>
    /// <param name="known">The sizes of nodes.</param>
    public static VisibleKeys? Where(ImportedValue condition, bool isVisible, AxisSize[] scores, NodeSizes known) => condition switch
    {
        PrefixValue or ConstantValue =>
            OfTable(condition, scores, known, number => (number != 0) == isVisible, number => (number != 0) != isVisible),
        _ => null,
    };

    /// <summary>Hides keys in scores by layers, (batch, heads, queries, keys) or (batch, queries, keys).</summary>
    public Node HideByLayers(Node scores, AxisSize[] sizes, OperatorNode last)
    {
        if (IsCausal)
            throw new ModelFileException("a causal mask is supported in attention between two projections only");
        if (Mask is null)
            return scores;
        Node added = Mask.Node.Add(new Rescaling(1e9f, -1e9f));
        AxisSize[] target = [sizes[0], .. Enumerable.Repeat((AxisSize)1, sizes.Length - 2), sizes[^1]];
        return scores.Merge(new Add(), ArrangedValue.Reshaped(added, target, last));
    }

    /// <summary>A mask of the keys of each row, repeated for heads and queries.</summary>
    private static VisibleKeys? OfKeys(ImportedValue value, AxisSize[] scores, NodeSizes known)
    {
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(value, known);
        bool isOfKeys = arrangement.Source.Count == 2 && arrangement.HasRows && arrangement.Axes.Count == scores.Length
            && arrangement.KeepsLastAxis && arrangement.Axes.Skip(1).SkipLast(1).All(axis => axis.Length == 0)
            && arrangement.Sizes[^1].Equals(scores[^1]);
        return isOfKeys ? new VisibleKeys(source, IsCausal: false) : null;
    }

    /// <summary>A table of queries and keys that is known: causal, or without effect.</summary>
    private static VisibleKeys? OfTable(
        ImportedValue table, AxisSize[] scores, NodeSizes known, Func<float, bool> isVisible, Func<float, bool> isHidden)
    {
        AxisSize[] sizes = table.SizesIn(known);
        ConstantValue constant = (table as PrefixValue)?.Constant ?? (ConstantValue)table;
        if (sizes.Length < 2 || sizes.Length > scores.Length || !sizes[^2].Equals(scores[^2]) || !sizes[^1].Equals(scores[^1])
            || constant.Sizes[..^2].Any(size => size != 1))
            return null;
        float[] values = constant.SharedFloats();
        int columns = constant.Sizes[^1];
        bool isCausal = values.Index().All(value => value.Index % columns <= value.Index / columns ? isVisible(value.Item) : isHidden(value.Item));
        return isCausal ? Causal : Array.TrueForAll(values, value => isVisible(value)) ? All : null;
    }
}
