namespace NeuralNet.Onnx;

/// <summary>
/// Imports an operator on a value whose first axis is not the batch, such as (steps, batch, features), as the operator on the value before
/// it was rearranged: functions of each element, and products and lists along a last axis that has not been moved, do not depend on the
/// other axes.
/// </summary>
internal static class LiftedOperators
{
    private static readonly HashSet<string> Elementwise = new(["Add", "Sub", "Mul", "Div", "Pow"], StringComparer.Ordinal);

    /// <summary>Returns the result; null if no input is rearranged so, or the operator depends on the axes.</summary>
    public static ImportedValue? TryImport(OperatorNode node)
    {
        if (node.InputCount == 0
            || Enumerable.Range(0, node.InputCount).Select(node.Peek).OfType<ArrangedValue>().FirstOrDefault(IsMoved) is not { } moved)
            return null;
        AxisArrangement arrangement = moved.Arrangement;
        bool isProduct = node.Type is "MatMul" or "Gemm";
        if (isProduct ? !arrangement.KeepsLastAxis || node[1] is not ConstantValue : !Elementwise.Contains(node.Type)
            && UnaryOperators.Find(node) is null)
            return null;
        ImportedValue?[] sources = [.. Enumerable.Range(0, node.InputCount).Select(index => Source(node, index, arrangement, isProduct))];
        if (sources.Contains(null))
            return null;
        ImportedValue result = OperatorImporters.Import(node.Replacing(sources));
        return ArrangedValue.Of(result, isProduct ? arrangement.WithLast(result.SizesIn(node.Context.Sizes)[^1]) : arrangement, node);
    }

    private static bool IsMoved(ArrangedValue value) => !value.Arrangement.HasRows && value.Source is not TokensValue;

    private static ImportedValue? Source(OperatorNode node, int index, AxisArrangement arrangement, bool isProduct) =>
        node.Peek(index) switch
        {
            ArrangedValue arranged when arranged.Arrangement.MovesAs(arrangement) => arranged.Source,
            ConstantValue constant when isProduct || constant.Length == 1 => constant,
            ConstantValue { VectorLength: not null } list when arrangement.KeepsLastAxis => list,
            _ => null,
        };
}
