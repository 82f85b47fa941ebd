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

    /// <summary>Returns whether the same keys may be seen by another rule.</summary>
    public bool IsSameAs(VisibleKeys other) => IsCausal == other.IsCausal && Mask?.Node == other.Mask?.Node;

    /// <summary>Returns the keys that may be seen by both rules; null if two masks differ.</summary>
    public VisibleKeys? And(VisibleKeys other) => Mask is not null && other.Mask is not null && Mask.Node != other.Mask.Node
        ? null
        : new VisibleKeys(Mask ?? other.Mask, IsCausal || other.IsCausal);

    /// <summary>Returns the keys that remain visible when a value is added to scores; null if it does more than hiding keys.</summary>
    /// <param name="added">The value.</param>
    /// <param name="scores">The sizes of the scores.</param>
    /// <param name="known">The sizes of nodes.</param>
    public static VisibleKeys? WhenAdded(ImportedValue added, AxisSize[] scores, NodeSizes known) => added switch
    {
        CurveValue curve when curve.AtOne == 0 && curve.AtZero <= MaxHidden => OfKeys(curve.Source, scores, known),
        ArrangedValue { Source: CurveValue { AtOne: 0, AtZero: <= MaxHidden } curve } arranged =>
            OfKeys(curve.Source, arranged.Arrangement, scores),
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
        CausalValue causal when isVisible && causal.Queries.Equals(scores[^2]) && causal.Keys.Equals(scores[^1]) => Causal,
        ConjunctionValue conjunction when isVisible =>
            conjunction.Parts.Aggregate((VisibleKeys?)All, (all, part) => Where(part, isVisible, scores, known) is { } next ? all?.And(next) : null),
        CurveValue { IsTruth: true } truth when ShowsOne(truth, isVisible) => OfKeys(truth.Source, scores, known),
        ArrangedValue { Source: CurveValue { IsTruth: true } truth } arranged when ShowsOne(truth, isVisible) =>
            OfKeys(truth.Source, arranged.Arrangement, scores),
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

    /// <summary>Returns whether truth values show keys of number 1 and hide those of number 0.</summary>
    private static bool ShowsOne(CurveValue truth, bool isVisible) => (truth.AtOne != 0) == isVisible && (truth.AtZero != 0) != isVisible;

    /// <summary>A mask of the keys of each row, repeated for heads and queries.</summary>
    private static VisibleKeys? OfKeys(ImportedValue value, AxisSize[] scores, NodeSizes known)
    {
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(value, known);
        return OfKeys(source, arrangement, scores);
    }

    private static VisibleKeys? OfKeys(ImportedValue source, AxisArrangement arrangement, AxisSize[] scores)
    {
        IReadOnlyList<AxisFactor[]> axes = arrangement.AxesWithoutRepetition;
        bool isOfKeys = arrangement.Source.Count == 2 && axes.Count == scores.Length
            && AxisArrangement.AreEqual(axes[0], arrangement.Source[0]) && AxisArrangement.AreEqual(axes[^1], arrangement.Source[1])
            && axes.Skip(1).SkipLast(1).All(axis => axis.Length == 0) && CanBeEqual(arrangement.Sizes[^1], scores[^1]);
        return isOfKeys ? new VisibleKeys(source, IsCausal: false) : null;
    }

    /// <summary>Open axes of different inputs have different names, and can be of one size.</summary>
    private static bool CanBeEqual(AxisSize first, AxisSize second) => first.Equals(second) || (!first.IsKnown && !second.IsKnown);

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
