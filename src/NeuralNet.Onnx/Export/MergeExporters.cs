namespace NeuralNet.Onnx;

/// <summary>Writes the layers that join inputs element by element.</summary>
internal static class MergeExporters
{
    public static string Add(LayerUse use) => use.Add(use.Inputs.Count == 2 ? "Add" : "Sum", Operands(use));

    public static string Subtract(LayerUse use) => use.Add("Sub", Operands(use));

    public static string Average(LayerUse use) => use.Add("Mean", Operands(use));

    /// <summary>Padding of an input is 1; what is padding in every input becomes 0.</summary>
    public static string Multiply(LayerUse use)
    {
        string product = Operands(use, padding: 1).Aggregate((product, next) => use.Add("Mul", [product, next]));
        return IsData(use) is { } isData ? use.Add("Where", [isData, product, use.Constant("zero", 0f)]) : product;
    }

    /// <summary>Padding of an input is less than anything; what is padding in every input becomes the value of the first.</summary>
    public static string Maximum(LayerUse use)
    {
        string maximum = use.Add("Max", Operands(use, padding: float.NegativeInfinity));
        return IsData(use) is { } isData ? use.Add("Where", [isData, maximum, WithRank(use, use.Inputs[0], use.Inputs[0].Name)]) : maximum;
    }

    /// <summary>Padding of an input is more than anything; what is padding in every input becomes the value of the first.</summary>
    public static string Minimum(LayerUse use)
    {
        string minimum = use.Add("Min", Operands(use, padding: float.PositiveInfinity));
        return IsData(use) is { } isData ? use.Add("Where", [isData, minimum, WithRank(use, use.Inputs[0], use.Inputs[0].Name)]) : minimum;
    }

    /// <summary>The products of (rows, depth) of the first input with (depth, columns) of the second.</summary>
    public static string Dot(LayerUse use, Dot layer)
    {
        string first = Matrix(use, 0, layer.Axes.First, layer.Normalize), second = Matrix(use, 1, layer.Axes.Second, layer.Normalize);
        long[] target = [0, .. use.OutputShape.Select(LayerExporters.Size)];
        return use.Add("Reshape", [use.Add("MatMul", [first, second]), use.Constant("shape", target)], OnnxAttribute.Of("allowzero", 0));
    }

    /// <summary>Writes an input with the axis of the sums last, in the second input first, and the other axes as one.</summary>
    private static string Matrix(LayerUse use, int input, int axis, bool isNormalized)
    {
        ExportedValue value = use.Inputs[input];
        int rank = value.Shape.Rank, place = axis < 0 ? axis + rank + 1 : axis;
        string name = isNormalized
            ? use.Add("LpNormalization", [value.Name], OnnxAttribute.Of("axis", place), OnnxAttribute.Of("p", 2))
            : value.Name;
        long depth = LayerExporters.Size(value.Shape[place - 1]);
        long[] others = [.. Enumerable.Range(1, rank).Where(other => other != place).Select(other => (long)other)];
        long[] order = input == 0 ? [0, .. others, place] : [0, place, .. others];
        if (!order.SequenceEqual(order.Order()))
            name = use.Add("Transpose", [name], OnnxAttribute.Of("perm", order));
        if (rank == 2)
            return name;
        long count = others.Aggregate(1L, (product, other) => product * value.Shape[(int)other - 1]);
        long[] target = input == 0 ? [0, count, depth] : [0, depth, count];
        return use.Add("Reshape", [name, use.Constant("matrix", target)], OnnxAttribute.Of("allowzero", 0));
    }

    /// <summary>Along another axis than the last, masks are joined as the values are.</summary>
    /// <exception cref="NotSupportedException">Only some of the inputs have a mask to join.</exception>
    public static string Concatenate(LayerUse use, Concatenate layer)
    {
        int axis = layer.Axis;
        int place = axis < 0 ? use.OutputShape.Rank + 1 + axis : axis;
        if (place < use.OutputShape.Rank && use.Inputs.Any(input => input.Mask is not null))
        {
            if (use.Inputs.Any(input => input.Mask is null))
                throw new NotSupportedException($"The layer '{use.Layer.Name}' ({use.Layer.ClassName}) joins inputs along axis {axis}, "
                    + "and only some have a padding mask; this cannot be written as ONNX.");
            use.ProducedMask = new Lazy<string>(
                () => use.Add("Concat", use.Inputs.Select(input => input.Mask!.Value), OnnxAttribute.Of("axis", place)));
        }

        return use.Add("Concat", use.Inputs.Select(input => input.Name), OnnxAttribute.Of("axis", axis));
    }

    /// <summary>
    /// ONNX aligns shapes at their last axes, the batch among the others; here the batch stays first, so that what has fewer axes is given
    /// axes of size 1 behind it. Padding is replaced where it has a neutral element.
    /// </summary>
    private static string[] Operands(LayerUse use, float? padding = null) =>
    [
        .. use.Inputs.Select(input => WithRank(use, input, padding is float neutral && input.Mask is { } mask
            ? use.Add("Where", [Column(use, mask.Value), input.Name, use.Constant("neutral", neutral)])
            : input.Name)),
    ];

    /// <summary>An input's values with as many axes as the output.</summary>
    private static string WithRank(LayerUse use, ExportedValue input, string values)
    {
        int rank = use.OutputShape.Rank;
        if (input.Shape.Rank == rank)
            return values;
        long[] axes = [.. Enumerable.Range(1, rank - input.Shape.Rank).Select(axis => (long)axis)];
        return use.Add("Unsqueeze", [values, use.Constant("axes", axes)]);
    }

    /// <summary>Returns the name of what is true for the steps that are data in any input; null if an input has no mask.</summary>
    /// <exception cref="NotSupportedException">The masks of the inputs have different shapes.</exception>
    private static string? IsData(LayerUse use)
    {
        if (use.Inputs.Any(input => input.Mask is null))
            return null;
        if (use.Inputs.Any(input => input.Shape.Rank != use.OutputShape.Rank))
        {
            throw new NotSupportedException(
                $"The layer '{use.Layer.Name}' ({use.Layer.ClassName}) joins inputs with padding that have different numbers of axes "
                + $"({string.Join(" and ", use.Inputs.Select(input => input.Shape.ToStringWithBatch()))}); this cannot be written as "
                + "ONNX. Reshape them to the same number of axes before.");
        }

        return Column(use, use.MergedMask()!.Value);
    }

    /// <summary>A mask as truth values with an axis of features.</summary>
    private static string Column(LayerUse use, string mask)
    {
        string column = use.Add("Unsqueeze", [mask, use.Constant("features", [-1L])]);
        return use.Add("Greater", [column, use.Constant("padding", 0f)]);
    }
}
