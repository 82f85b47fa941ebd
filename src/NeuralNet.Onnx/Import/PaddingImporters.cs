namespace NeuralNet.Onnx;

/// <summary>The operators that produce a mask of token 0 and apply it, as <see cref="PoolingExporters"/> writes them.</summary>
internal static class PaddingImporters
{
    public static ImportedValue Equal(OperatorNode node) => (node[0], node[1]) switch
    {
        (TokensValue { IsSqueezed: false } tokens, ConstantValue zero) when Is(0, zero) =>
            new PaddingMask(new HashSet<Node> { tokens.Source }, MaskForm.IsPadding),
        _ => throw new ModelFileException("only the comparison of tokens with 0, for a mask of padding, is supported"),
    };

    public static ImportedValue Not(OperatorNode node) => (node[0] as PaddingMask)?.Turn(MaskForm.IsPadding, MaskForm.IsData)
        ?? throw new ModelFileException("it is supported for a mask of padding only");

    public static ImportedValue Unsqueeze(OperatorNode node) => node.Axes(1) is [-1 or 2]
        && (node[0] as PaddingMask)?.Turn(MaskForm.Data, MaskForm.Column) is { } column
            ? column
            : throw new ModelFileException("it is supported for a mask of padding only");

    public static ImportedValue Where(OperatorNode node) =>
        node[0] is PaddingMask { Form: MaskForm.IsDataColumn } mask && Is(float.MinValue, node.Constant(2))
            ? new MaskedValue(Steps(node, 1), mask, isForMaximum: true)
            : throw new ModelFileException("it is supported for steps that are pooled only, with the minimum float32 in the place of "
                + "padding");

    /// <summary>Returns the result of an operator that has a mask among its inputs; null if it has none.</summary>
    public static ImportedValue? Combine(OperatorNode node)
    {
        ImportedValue[] inputs = [.. node.Inputs];
        if (node.Type == "Max" && inputs.All(input => input is PaddingMask { Form: MaskForm.Data }))
            return new PaddingMask(inputs.SelectMany(input => ((PaddingMask)input).Tokens).ToHashSet(), MaskForm.Data);
        return (node.Type, inputs) switch
        {
            ("Greater", [PaddingMask mask, ConstantValue zero]) when Is(0, zero) => mask.Turn(MaskForm.Column, MaskForm.IsDataColumn),
            ("Max", [PaddingMask mask, ConstantValue one]) when Is(1, one) => mask.Turn(MaskForm.Count, MaskForm.CountAtLeastOne),
            ("Min", [PaddingMask mask, ConstantValue one]) when Is(1, one) => mask.Turn(MaskForm.Count, MaskForm.HasData),
            ("Mul", [var steps, PaddingMask { Form: MaskForm.Column } mask]) when steps is not PooledValue =>
                new MaskedValue(Steps(node, 0), mask, isForMaximum: false),
            ("Div", [PooledValue { IsMaximum: false } sum, PaddingMask { Form: MaskForm.CountAtLeastOne } count]) =>
                new LayerValue(sum.Finish(count)),
            ("Mul", [PooledValue { IsMaximum: true } maximum, PaddingMask { Form: MaskForm.HasData } hasData]) =>
                new LayerValue(maximum.Finish(hasData)),
            _ => null,
        };
    }

    private static bool Is(double number, ConstantValue constant) => constant.Length == 1 && constant.Scalar == number;

    private static Node Steps(OperatorNode node, int input) => node.NodeOf(input) is { Shape.Rank: 2 } steps
        ? steps
        : throw new ModelFileException(
            $"a mask is applied to {node.NodeOf(input).Shape.ToStringWithBatch()}; it is supported for (batch, steps, features)");
}
