namespace NeuralNet.Onnx;

/// <summary>Products of two values that depend on the input, and the operators on the scores of an attention.</summary>
internal static class AttentionImporters
{
    /// <summary>Scores of an attention, its output, or the product of any two stacks of matrices.</summary>
    public static ImportedValue MatMul(OperatorNode node)
    {
        if (AttentionOutput.Of(node) is { } output)
            return output;
        if (node[0] is not AttentionScores && node[1] is not AttentionScores && AttentionScores.Of(node) is { } scores)
            return scores;
        Node left = node.NodeOf(0), right = node.NodeOf(1);
        NodeSizes known = node.Context.Sizes;
        Node product = left.Merge(new MatMul(node.LayerName()), right);
        known.Add(product, [.. known.Of(left)[..^1], known.Of(right)[^1]]);
        return new LayerValue(product);
    }

    /// <summary>An operator of two values on scores; null if there are none among them or the operator does not keep them.</summary>
    public static ImportedValue? Combine(OperatorNode node)
    {
        if (node.InputCount != 2)
            return null;
        return (node.Type, node[0], node[1]) switch
        {
            ("Mul", AttentionScores scores, ConstantValue { Length: 1 } factor) => scores.Times(factor.Scalar, node),
            ("Mul", ConstantValue { Length: 1 } factor, AttentionScores scores) => scores.Times(factor.Scalar, node),
            ("Div", AttentionScores scores, ConstantValue { Length: 1 } divisor) => scores.Times(1 / divisor.Scalar, node),
            ("Add", AttentionScores scores, var mask) => Masked(node, scores, mask),
            ("Add", var mask, AttentionScores scores) => Masked(node, scores, mask),
            _ => null,
        };
    }

    private static AttentionScores? Masked(OperatorNode node, AttentionScores scores, ImportedValue mask)
    {
        NodeSizes known = node.Context.Sizes;
        return VisibleKeys.WhenAdded(mask, scores.SizesIn(known), known) is { } visible ? scores.Masked(visible, node) : null;
    }

    /// <summary>Scores in which a number replaces those of hidden keys; null if the operator does not choose between these.</summary>
    public static AttentionScores? Where(OperatorNode node)
    {
        (AttentionScores? scores, ConstantValue? hidden, bool isVisible) = (node[1], node[2]) switch
        {
            (AttentionScores found, ConstantValue { Length: 1 } number) => (found, number, true),
            (ConstantValue { Length: 1 } number, AttentionScores found) => (found, number, false),
            _ => (null, null, false),
        };
        NodeSizes known = node.Context.Sizes;
        if (scores is null || VisibleKeys.Where(node[0], isVisible, scores.SizesIn(known), known) is not { } visible)
            return null;
        if (scores.AreProbabilities)
            return hidden!.Scalar == 0 && scores.Visible.IsSameAs(visible) ? scores : null;
        return hidden!.Scalar <= VisibleKeys.MaxHidden ? scores.Masked(visible, node) : null;
    }
}
