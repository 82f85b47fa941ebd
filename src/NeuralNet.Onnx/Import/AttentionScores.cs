namespace NeuralNet.Onnx;

/// <summary>
/// The scores of the heads of an attention, scale·QKᵀ, with the keys that each query may see, before the softmax or after it.
/// </summary>
internal sealed class AttentionScores : ImportedValue
{
    private readonly OperatorNode last;

    private AttentionScores(AttentionOperand query, AttentionOperand key, double scale, OperatorNode last) =>
        (Query, Key, Scale, this.last) = (query, key, scale, last);

    public AttentionOperand Query { get; }

    public AttentionOperand Key { get; }

    /// <summary>The factor of the products of queries and keys.</summary>
    public double Scale { get; private init; }

    /// <summary>The keys that each query may see; all of them unless the graph masks some.</summary>
    public VisibleKeys Visible { get; private init; } = VisibleKeys.All;

    /// <summary>Gets a value indicating whether the scores are probabilities, of which those of a query sum to 1.</summary>
    public bool AreProbabilities { get; private init; }

    /// <summary>The axes before the matrices: the batch and the heads, in one axis or two.</summary>
    public AxisSize[] HeadSizes => Query.HeadSizes;

    protected override string Description => "the scores of an attention";

    protected override string Cure => "they are supported with a scale, masks of keys, a softmax and a product with values";

    public override AxisSize[] SizesIn(NodeSizes known) => [.. HeadSizes, Query.Steps, Key.Steps];

    /// <summary>Returns the products of two values; null if they are not queries and transposed keys of the same heads.</summary>
    public static AttentionScores? Of(OperatorNode node)
    {
        NodeSizes known = node.Context.Sizes;
        if (AttentionOperand.Of(node[0], isTransposed: false, known) is not { } query
            || AttentionOperand.Of(node[1], isTransposed: true, known) is not { } key)
            return null;
        return query.Matches(key) ? new AttentionScores(query, key, query.Scale * key.Scale, node) : null;
    }

    /// <summary>Returns the scores with a further factor; null after a mask or the softmax.</summary>
    public AttentionScores? Times(double factor, OperatorNode node) => AreProbabilities || Visible != VisibleKeys.All
        ? null
        : new AttentionScores(Query, Key, Scale * factor, node);

    /// <summary>Returns the scores with further keys hidden; null after the softmax.</summary>
    public AttentionScores? Masked(VisibleKeys visible, OperatorNode node) => AreProbabilities || Visible.And(visible) is not { } both
        ? null
        : new AttentionScores(Query, Key, Scale, node) { Visible = both };

    /// <summary>Returns the probabilities; null if the scores are probabilities.</summary>
    public AttentionScores? Softmax(OperatorNode node) => AreProbabilities
        ? null
        : new AttentionScores(Query, Key, Scale, node) { Visible = Visible, AreProbabilities = true };

    /// <summary>The scores by layers, (batch, heads, queries, keys).</summary>
    public Node ByLayers()
    {
        NodeSizes known = last.Context.Sizes;
        Node queries = Query.ByLayers(isTransposed: false, last), keys = Key.ByLayers(isTransposed: true, last);
        Node scores = queries.Merge(new MatMul(), keys);
        AxisSize[] sizes = [.. known.Of(queries)[..^1], Key.Steps];
        known.Add(scores, sizes);
        if (Scale != 1)
            scores = scores.Add(new Rescaling((float)Scale));
        scores = Visible.HideByLayers(scores, sizes, last);
        known.Add(scores, sizes);
        return AreProbabilities ? scores.Add(new ActivationLayer(Activation.Softmax, last.LayerName())) : scores;
    }

    protected override Node MakeNode() => HeadSizes[0].Equals(last.Context.Sizes.Batch) ? ByLayers() : base.MakeNode();
}
