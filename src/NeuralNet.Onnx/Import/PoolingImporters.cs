namespace NeuralNet.Onnx;

/// <summary>Operators that reduce the steps or tokens of a sample.</summary>
internal static class PoolingImporters
{
    public static ImportedValue ReduceMean(OperatorNode node)
    {
        node.Ignore("noop_with_empty_axes");
        if (RowMoment.OfMean(node) is { } moment)
            return moment;
        if (WindowPoolImporters.Reduce(node, isMaximum: false) is { } pooled)
            return pooled;
        return new LayerValue(UnmaskedSteps(node).Add(new GlobalAveragePooling1D(keepDims: KeepsSteps(node), name: node.LayerName())));
    }

    public static ImportedValue ReduceMax(OperatorNode node)
    {
        switch (node[0])
        {
            case OneHotValue rows:
                return Encoding(node, rows, CategoryOutputMode.MultiHot);
            case MaskedValue { IsForMaximum: true } steps:
                RequireSteps(node, rank: 2);
                return steps.Pool(node.LayerName());
            default:
                if (WindowPoolImporters.Reduce(node, isMaximum: true) is { } pooled)
                    return pooled;
                return new LayerValue(UnmaskedSteps(node).Add(new GlobalMaxPooling1D(keepDims: KeepsSteps(node), name: node.LayerName())));
        }
    }

    public static ImportedValue ReduceSum(OperatorNode node)
    {
        switch (node[0])
        {
            case OneHotValue rows:
                return Encoding(node, rows, CategoryOutputMode.Count);
            case MaskedValue { IsForMaximum: false } steps:
                RequireSteps(node, rank: 2);
                return steps.Pool(node.LayerName());
            case PaddingMask mask when node.Axes(1) is [1 or -1] && node.Get("keepdims", 1) == 1:
                return mask.Turn(MaskForm.Data, MaskForm.Count) ?? throw new ModelFileException("it is given a mask in an unknown form");
            default:
                throw new ModelFileException("it is supported for tokens and masked steps only");
        }
    }

    /// <exception cref="ModelFileException">The layers would leave out padding where the operator does not.</exception>
    private static Node UnmaskedSteps(OperatorNode node)
    {
        Node input = node.NodeOf(0);
        RequireSteps(node, input.Shape.Rank, isKept: KeepsSteps(node));
        if (PaddingMask.Reaching(input) is not null)
            throw new ModelFileException("it counts steps as data that are padding elsewhere in the graph");
        return input;
    }

    private static LayerValue Encoding(OperatorNode node, OneHotValue rows, CategoryOutputMode mode)
    {
        int rank = rows.Tokens.Source.Shape.Rank;
        bool isOverTokens = node.Axes(1) is [var axis] && (axis == -2 || axis == rank) && node.Get("keepdims", 1) == 0;
        if (rows.Tokens.IsSqueezed || rank == 0 || !isOverTokens)
            throw new ModelFileException("it should take the tokens of a row together, the last axis but one");
        return new LayerValue(rows.Reduce(mode));
    }

    private static bool KeepsSteps(OperatorNode node) => node.Get("keepdims", 1) switch
    {
        0 => false,
        1 => true,
        var other => throw new ModelFileException($"its attribute 'keepdims' is {other}; it should be 0 or 1"),
    };

    private static void RequireSteps(OperatorNode node, int rank, bool isKept = false)
    {
        node.Ignore("noop_with_empty_axes");
        if (rank != 2 || node.Axes(1) is not [1 or -2] || KeepsSteps(node) != isKept)
        {
            throw new ModelFileException(
                "it is supported along the steps of (batch, steps, features), which those with padding should leave out (keepdims 0)");
        }
    }
}
