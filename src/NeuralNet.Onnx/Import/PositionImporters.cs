namespace NeuralNet.Onnx;

/// <summary>Operators on constants that are cut to the number of steps of the input, such as vectors of positions.</summary>
internal static class PositionImporters
{
    /// <summary>A constant whose last elements along some axes are left out by sizes of open axes; null if the operator is no such thing.</summary>
    public static ImportedValue? Slice(OperatorNode node)
    {
        if (node[0] is not (ConstantValue or PrefixValue) || !node.Inputs.Skip(1).Any(input => input is SizesValue))
            return null;
        ConstantValue constant = (node[0] as PrefixValue)?.Constant ?? (ConstantValue)node[0];
        AxisSize[] sizes = node[0].SizesIn(node.Context.Sizes);
        AxisSize[] starts = List(node, 1), ends = List(node, 2);
        long[] axes = node.Has(3) ? node.Constant(3).ToSizes() : [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        bool isPrefix = starts.All(start => start.Equals(0)) && (!node.Has(4) || node.Constant(4).ToSizes().All(step => step == 1));
        if (!isPrefix || ends.Length != starts.Length || axes.Length != starts.Length)
            throw new ModelFileException($"it takes other elements of {constant} than the first ones; only these are supported");
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = ConstantFolding.Axis(axes[i], sizes.Length);
            if (!ends[i].IsKnown)
                sizes[axis] = ends[i];
            else if (sizes[axis].IsKnown && ends[i].Number >= 0)
                sizes[axis] = Math.Min(ends[i].Number, sizes[axis].Number);
            else
                throw new ModelFileException($"it ends at {ends[i]} of the axis {axis} of {constant}, whose size is open");
        }

        return new PrefixValue(constant, sizes);
    }

    /// <summary>Counts from 0 to the size of an open axis.</summary>
    public static ImportedValue? Range(OperatorNode node)
    {
        if (node[1] is not SizesValue { Elements: [var length] } || node[0] is not ConstantValue { Length: 1, IsInteger: true } start
            || node[2] is not ConstantValue { Length: 1, IsInteger: true } step)
            return null;
        return start.Scalar == 0 && step.Scalar == 1
            ? new RangeValue(length, [length])
            : throw new ModelFileException($"it counts from {start.Scalar} by {step.Scalar}; only from 0 by 1 is supported");
    }

    /// <summary>Rows of a constant at positions; null if the operator looks up something else.</summary>
    public static PrefixValue? Gather(OperatorNode node)
    {
        if (node[0] is not ConstantValue table || node[1] is not (PrefixValue or RangeValue))
            return null;
        node.Require("axis", 0, 0);
        AxisSize[] sizes = [.. node[1].SizesIn(node.Context.Sizes), .. table.Sizes.Skip(1).Select(size => (AxisSize)size)];
        if (node[1] is PrefixValue positions)
            return new PrefixValue(ConstantFolding.Rows(node, table, positions.Constant), sizes);
        int[] tableSizes = Array.ConvertAll(sizes, size => size.IsKnown ? checked((int)size.Number) : table.Sizes[0]);
        return new PrefixValue(ConstantFolding.WithSizes(node, table, tableSizes.Select(size => (long)size)), sizes);
    }

    /// <summary>A change of the axes of size 1 of positions or their vectors; null if the operator changes the shape of something else.</summary>
    public static ImportedValue? Reshaped(OperatorNode node, Func<AxisSize[], AxisSize[]> reshape)
    {
        switch (node[0])
        {
            case PrefixValue prefix:
                return prefix.WithSizes(node, reshape([.. prefix.Sizes]))
                    ?? throw new ModelFileException($"it changes other axes than those of size 1 of the first elements of {prefix.Constant}");
            case RangeValue range:
                AxisSize[] sizes = reshape(range.SizesIn(node.Context.Sizes));
                return AxisSize.Product(sizes).Equals(range.Length) && sizes.Contains(range.Length)
                    ? new RangeValue(range.Length, sizes)
                    : throw new ModelFileException($"it gives positions the shape [{string.Join(", ", sizes.AsEnumerable())}]");
            default:
                return null;
        }
    }

    /// <summary>Vectors of positions that are repeated for each row; null if the operator repeats something else.</summary>
    public static PrefixValue? Expand(OperatorNode node)
    {
        if (node[0] is not (PrefixValue or ConstantValue) || SizeFolding.Elements(node[1]) is not [var batch, var steps, var features]
            || !batch.Equals(node.Context.Sizes.Batch))
            return null;
        AxisSize[] sizes = node[0].SizesIn(node.Context.Sizes);
        ConstantValue constant = (node[0] as PrefixValue)?.Constant ?? (ConstantValue)node[0];
        if (sizes.Length != 2 || !sizes[0].Equals(steps) || !sizes[1].Equals(features))
            return null;
        FoldedConstant vectors = ConstantFolding.WithSizes(node, constant, [1, .. constant.Sizes.Select(size => (long)size)]);
        ImportedValue? rows = (node[1] as SizesValue)?.ShapeOf;
        return new PrefixValue(vectors, [batch, steps, features], rows is null ? null : () => rows.Node.Add(LayerOf(node, vectors)));
    }

    /// <summary>A function of each element of such a constant; null if the operator is another one.</summary>
    public static PrefixValue? Elementwise(OperatorNode node)
    {
        ImportedValue?[] inputs = [.. Enumerable.Range(0, node.InputCount).Select(node.Peek)];
        bool isElementwise = node.Type is "Equal" or "Not" or "Cast" or "Add" or "Sub" or "Mul" or "Div"
            && inputs.All(input => input is PrefixValue or ConstantValue { Length: 1 });
        if (!isElementwise || inputs.OfType<PrefixValue>().FirstOrDefault() is not { } prefix || inputs.Count(input => input is PrefixValue) > 1)
            return null;
        OperatorNode onConstants = node.Replacing([.. inputs.Select(input => (input as PrefixValue)?.Constant ?? input)]);
        _ = node.Inputs.Count();
        node.Ignore("to");
        return ConstantFolding.TryFold(onConstants) is { } folded ? new PrefixValue(folded, [.. prefix.Sizes]) : null;
    }

    /// <summary>The sum of steps and a vector for each position; null if the operator adds something else.</summary>
    public static ImportedValue? Add(OperatorNode node)
    {
        if (node.Type != "Add" || node.InputCount != 2)
            return null;
        for (int i = 0; i < 2; i++)
        {
            if (Vectors(node[i], node[1 - i], node.Context.Sizes) is { } vectors)
                return new LayerValue(WithPositions(node, 1 - i, vectors));
        }

        return null;
    }

    private static Node WithPositions(OperatorNode node, int stepsInput, ConstantValue vectors)
    {
        Node steps = node.NodeOf(stepsInput);
        return steps.Merge(new Add(), steps.Add(LayerOf(node, vectors)));
    }

    private static PositionEmbedding LayerOf(OperatorNode node, ConstantValue vectors) => node.Context.Shared("positions\n" + vectors.Name, () =>
    {
        var layer = new PositionEmbedding(vectors.Sizes[^2], name: node.LayerName());
        node.Context.Weights.Add(layer, "embeddings", vectors.ToFloats);
        return layer;
    });

    /// <summary>The vectors, if the value has one for each step of (batch, steps, features); null otherwise.</summary>
    private static ConstantValue? Vectors(ImportedValue value, ImportedValue steps, NodeSizes known)
    {
        if (value is not (PrefixValue or ConstantValue) || steps.Shape is not { Rank: 2 })
            return null;
        ConstantValue constant = (value as PrefixValue)?.Constant ?? (ConstantValue)value;
        AxisSize[] sizes = value.SizesIn(known), ofSteps = steps.SizesIn(known);
        bool isTable = sizes.Length is 2 or 3 && constant.Sizes[^2] > 1 && constant.Sizes[..^2].All(size => size == 1)
            && sizes[^2].Equals(ofSteps[^2]) && sizes[^1].Equals(ofSteps[^1]) && sizes[^1].Equals(constant.Sizes[^1]);
        return isTable ? constant : null;
    }

    /// <summary>The elements of an input that is a list of sizes.</summary>
    private static AxisSize[] List(OperatorNode node, int index) => SizeFolding.Elements(node[index]) is { } elements
        ? [.. elements]
        : throw new ModelFileException($"its input {index} is not a list of sizes");
}
