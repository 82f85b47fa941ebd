using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>
/// Operators on masks of attention: truth values and numbers that are functions of the tokens, or of a list of zeros and ones, and are
/// repeated for heads and queries.
/// </summary>
internal static class MaskImporters
{
    /// <summary>Returns the result of an operator on a mask; null if the operator is no such thing.</summary>
    public static ImportedValue? TryImport(OperatorNode node) => node.Type switch
    {
        "Equal" => Equal(node),
        "Cast" => Cast(node),
        "Not" => Not(node),
        "Where" => Where(node),
        "Expand" => Expand(node),
        "GreaterOrEqual" => Causal(node),
        _ => null,
    };

    /// <summary>Returns the operator on a mask of tokens as a function, if the operator moves its axes; null otherwise.</summary>
    public static OperatorNode? WithFunction(OperatorNode node) =>
        node.Type is "Reshape" or "Unsqueeze" or "Squeeze" or "Transpose" && node.Peek(0) is PaddingMask { IsTruthOfTokens: true } mask
            ? node.Replacing([mask.ToFunction(), .. Enumerable.Repeat<ImportedValue?>(null, node.InputCount - 1)])
            : null;

    public static ImportedValue And(OperatorNode node) => new ConjunctionValue([.. node.Inputs]);

    /// <summary>The positions of queries, in a column, that are not before those of keys.</summary>
    private static CausalValue? Causal(OperatorNode node)
    {
        AxisSize[]? queries = (node[0] as RangeValue)?.SizesIn(node.Context.Sizes), keys = (node[1] as RangeValue)?.SizesIn(node.Context.Sizes);
        return queries is [.., var rows, var one] && one.Equals(1) && keys is [.., var columns] && columns.Equals(((RangeValue)node[1]).Length)
            ? new CausalValue(rows, columns)
            : null;
    }

    /// <summary>A mask as a function and its arrangement; null if the value is none.</summary>
    private static (CurveValue Function, AxisArrangement Arrangement)? MaskOf(ImportedValue? value, OperatorNode node) => value switch
    {
        PaddingMask { IsTruthOfTokens: true } mask => WithAxes(mask.ToFunction(), node),
        CurveValue { IsTruth: true } truth => WithAxes(truth, node),
        ArrangedValue { Source: CurveValue { IsTruth: true } truth } arranged => (truth, arranged.Arrangement),
        _ => null,
    };

    /// <summary>The comparison of tokens in axes of their own; that of tokens as they are is a <see cref="PaddingMask"/>.</summary>
    private static ImportedValue? Equal(OperatorNode node) => node[0] is ArrangedValue { Source: TokensValue { IsSqueezed: false } tokens } arranged
        && node[1] is ConstantValue { Length: 1 } number
            ? ArrangedValue.Of(
                CurveValue.Of(new LayerValue(tokens.Source)).Apply(node, token => token == number.Scalar ? 1 : 0), arranged.Arrangement, node)
            : null;

    private static ImportedValue? Cast(OperatorNode node)
    {
        var type = (DataType)node.Get("to", 0);
        if (node[0] is PrefixValue || type is not (DataType.Bool or DataType.Float))
            return null;
        if (type == DataType.Float)
            return node[0] is ArrangedValue { Source: CurveValue { IsTruth: true } truth } moved ? ArrangedValue.Of(truth.ToNumber(), moved.Arrangement, node) : null;
        if (MaskOf(node[0], node) is not null)
            return node[0];
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(node[0], node.Context.Sizes);
        ImportedValue numbers = source is TokensValue { IsSqueezed: false } tokens ? new LayerValue(tokens.Source) : source;
        return ArrangedValue.Of(CurveValue.Of(numbers).Apply(node, number => number != 0 ? 1 : 0), arrangement, node);
    }

    private static ImportedValue? Not(OperatorNode node) =>
        node[0] is not PaddingMask && MaskOf(node[0], node) is var (function, arrangement)
            ? ArrangedValue.Of(function.Apply(node, truth => 1 - truth), arrangement, node)
            : null;

    /// <summary>One number where a mask is true and another where it is false.</summary>
    private static ImportedValue? Where(OperatorNode node) =>
        Number(node[1]) is double whereTrue && Number(node[2]) is double whereFalse && MaskOf(node[0], node) is var (function, arrangement)
            ? ArrangedValue.Of(function.Choose(whereTrue, whereFalse, node), arrangement, node)
            : null;

    private static ImportedValue? Expand(OperatorNode node)
    {
        if (MaskOf(node[0], node) is not var (function, arrangement))
            return null;
        IReadOnlyList<AxisSize> target = SizeFolding.Elements(node[1]) ?? throw new ModelFileException("its shape is no list of sizes");
        return ArrangedValue.Of(
            function,
            arrangement.Repeat(target) ?? throw new ModelFileException($"it cannot repeat a mask to [{string.Join(", ", target)}]"), node);
    }

    private static (CurveValue Function, AxisArrangement Arrangement) WithAxes(CurveValue function, OperatorNode node) =>
        function.Source is ArrangedValue arranged
            ? (function.WithSource(arranged.Source), arranged.Arrangement)
            : (function, AxisArrangement.Of(function.SizesIn(node.Context.Sizes)));

    private static double? Number(ImportedValue value) => value switch
    {
        ConstantValue { Length: 1 } constant => constant.Scalar,
        FilledValue filled => filled.Number,
        _ => null,
    };
}
