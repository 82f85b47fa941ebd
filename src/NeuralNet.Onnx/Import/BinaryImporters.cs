namespace NeuralNet.Onnx;

/// <summary>Operators of several values, element by element: with a constant, of functions of one value, or of different layers.</summary>
internal static class BinaryImporters
{
    private static readonly Dictionary<string, Func<double, double, double>> Functions = new(StringComparer.Ordinal)
    {
        ["Add"] = (x, y) => x + y,
        ["Sum"] = (x, y) => x + y,
        ["Sub"] = (x, y) => x - y,
        ["Mul"] = (x, y) => x * y,
        ["Div"] = (x, y) => x / y,
        ["Pow"] = Math.Pow,
        ["Mean"] = (x, y) => (x + y) / 2,
        ["Max"] = Math.Max,
        ["Min"] = Math.Min,
        ["Greater"] = (x, y) => x > y ? 1 : 0,
        ["GreaterOrEqual"] = (x, y) => x >= y ? 1 : 0,
    };

    public static ImportedValue Import(OperatorNode node)
    {
        if (Recognize(node) is { } recognized)
            return recognized;
        return (node[0], node[1]) switch
        {
            (ConstantValue, ConstantValue) => throw new ModelFileException(
                "both its inputs are constants; export the model with constants folded (do_constant_folding=True)"),
            (var value, ConstantValue constant) => WithConstant(node, value, constant, isConstantFirst: false),
            (ConstantValue constant, var value) => WithConstant(node, value, constant, isConstantFirst: true),
            var (first, second) => OfTwo(node, first, second),
        };
    }

    /// <summary>A part of something that is spelled out in several operators; null if there is none.</summary>
    private static ImportedValue? Recognize(OperatorNode node) => PaddingImporters.Combine(node) ?? RowMoment.Combine(node)
        ?? AttentionImporters.Combine(node) ?? PositionImporters.Add(node);

    public static ImportedValue Variadic(OperatorNode node) => node.InputCount switch
    {
        0 => throw new ModelFileException("it has no inputs"),
        1 => node[0],
        2 => Import(node),
        _ => PaddingImporters.Combine(node) ?? new LayerValue(Merge(node)),
    };

    private static ImportedValue WithConstant(OperatorNode node, ImportedValue value, ConstantValue constant, bool isConstantFirst)
    {
        int valueIndex = isConstantFirst ? 1 : 0;
        Shape shape = value.Shape ?? node.NodeOf(valueIndex).Shape;
        if (constant.Sizes.Length > shape.Rank + 1)
            throw new ModelFileException($"{constant} has more axes than {shape.ToStringWithBatch()}");
        bool isVector = shape.Rank > 0 && constant.VectorLength == shape.Last;
        string valueName = node.InputName(valueIndex);
        if (value is DenseValue product && node.Type == "Add" && isVector && node.Context.IsUsedOnce(valueName))
            return new LayerValue(product.WithBias(constant));
        if (constant.Length == 1)
        {
            double number = constant.Scalar;
            Func<double, double, double> function = Functions[node.Type];
            return CurveValue.Of(value).Apply(node, x => isConstantFirst ? function(number, x) : function(x, number));
        }

        if (isVector)
            return AffineValue.Apply(node, value, constant.ToDoubles(), isConstantFirst);
        return AffineValue.OfRows(node, value, shape, constant, isConstantFirst)
            ?? throw new ModelFileException(
                $"{constant} of sizes [{string.Join(", ", constant.Sizes)}] is neither a number nor a list for the last axis "
                + $"of {shape.ToStringWithBatch()}");
    }

    private static ImportedValue OfTwo(OperatorNode node, ImportedValue first, ImportedValue second)
    {
        CurveValue left = CurveValue.Of(first), right = CurveValue.Of(second);
        return left.Source == right.Source
            ? left.Combine(node, right, Functions[node.Type], () => Merge(node))
            : new LayerValue(Merge(node));
    }

    private static Node Merge(OperatorNode node)
    {
        Node[] inputs = Operands(node);
        if (inputs.Any(input => input.Shape.Rank != inputs[0].Shape.Rank))
            throw new ModelFileException("its inputs have different numbers of axes "
                + $"({string.Join(" and ", inputs.Select(input => input.Shape.ToStringWithBatch()))}), so that the batch of one would "
                + "meet another axis of the other; reshape them before");
        if (node.Type is "Mul" or "Max" or "Min" && node.Context.MasksPadding
            && inputs.Any(input => PaddingMask.Reaching(input) is not null))
            throw new ModelFileException("it takes steps as data that are padding elsewhere in the graph, and the layers Multiply, "
                + "Maximum and Minimum leave padding out; pool the steps before");
        Layer layer = node.Type switch
        {
            "Add" or "Sum" => new Add(node.LayerName()),
            "Sub" => new Subtract(node.LayerName()),
            "Mul" => new Multiply(node.LayerName()),
            "Max" => new Maximum(node.LayerName()),
            "Min" => new Minimum(node.LayerName()),
            "Mean" => new Average(node.LayerName()),
            _ => throw new ModelFileException("it is supported with a constant only"),
        };
        return inputs[0].Merge(layer, inputs.AsSpan(1));
    }

    /// <summary>The inputs; one that was repeated to the shape of another as it was before, for the layers repeat it.</summary>
    private static Node[] Operands(OperatorNode node)
    {
        ImportedValue[] inputs = [.. node.Inputs];
        NodeSizes known = node.Context.Sizes;
        return [.. inputs.Select((input, index) => input is ExpandedValue expanded && inputs.Any(other => IsWhole(other, expanded))
            ? expanded.Original
            : node.NodeOf(index))];

        bool IsWhole(ImportedValue other, ExpandedValue expanded) =>
            other is not ExpandedValue and not ConstantValue && other.SizesIn(known).AsSpan().SequenceEqual(expanded.SizesIn(known));
    }
}
