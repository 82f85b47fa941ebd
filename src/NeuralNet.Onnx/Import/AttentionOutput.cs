namespace NeuralNet.Onnx;

/// <summary>The values of the heads of an attention, weighted by probabilities: (batch, steps, heads·size).</summary>
internal sealed class AttentionOutput(AttentionScores probabilities, AttentionOperand value, OperatorNode last) : ImportedValue
{
    private AxisSize[] Sizes => [last.Context.Sizes.Batch, probabilities.Query.Steps, value.HeadCount * value.Size];

    public override AxisSize[] SizesIn(NodeSizes known) => Sizes;

    protected override string Description => "the output of an attention";

    /// <summary>
    /// Returns the product of probabilities and values, in the axes that the operator gives it; null if they are not of the same heads.
    /// </summary>
    public static ImportedValue? Of(OperatorNode node)
    {
        if (node[0] is not AttentionScores { AreProbabilities: true } probabilities
            || AttentionOperand.Of(node[1], isTransposed: false, node.Context.Sizes) is not { } value
            || !probabilities.Key.SharesHeadsWith(value))
            return null;
        var output = new AttentionOutput(probabilities, value, node);
        AxisSize[] sizes = output.Sizes;
        AxisArrangement heads = AxisArrangement.Of(sizes).Reshape([sizes[0], sizes[1], value.HeadCount, value.Size])!.Transpose([0, 2, 1, 3]);
        return ArrangedValue.Of(output, heads.Reshape([.. probabilities.HeadSizes, sizes[1], value.Size])!, node);
    }

    /// <summary>
    /// The product with a further matrix, and its bias: a MultiHeadAttention where queries, keys and values are outputs of Dense layers.
    /// </summary>
    public Node Project(DenseProjection output, OperatorNode node) =>
        FusedAttention.Of(probabilities, value, output, node) ?? Node.Add(node.Context.Dense(output, node));

    protected override Node MakeNode()
    {
        NodeSizes known = last.Context.Sizes;
        Node weights = probabilities.ByLayers(), values = value.ByLayers(isTransposed: false, last);
        Node product = weights.Merge(new MatMul(last.LayerName()), values);
        known.Add(product, [.. known.Of(weights)[..^1], value.Size]);
        AxisArrangement heads = AxisArrangement.Of(known.Of(product));
        if (heads.Axes.Count == 4)
            heads = heads.Transpose([0, 2, 1, 3]);
        return ArrangedValue.Of(new LayerValue(product), heads.Reshape(Sizes)!, last).Node;
    }
}
