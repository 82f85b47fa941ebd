namespace NeuralNet.Onnx;

/// <summary>Operators that move values without changing them.</summary>
internal static class ShapeImporters
{
    public static ImportedValue Flatten(OperatorNode node)
    {
        node.Require("axis", 1, 1);
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(node[0], node.Context.Sizes);
        AxisSize[] sizes = arrangement.Sizes;
        if (sizes.Length == 0)
            throw new ModelFileException("its input has no axes, and the first axis of a value is the batch");
        return ArrangedValue.Of(source, arrangement.Reshape([sizes[0], AxisSize.Product(sizes[1..])])!, node);
    }

    public static ImportedValue Transpose(OperatorNode node)
    {
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(node[0], node.Context.Sizes);
        return ArrangedValue.Of(source, arrangement.Transpose(ConstantFolding.Permutation(node, arrangement.Axes.Count)), node);
    }

    /// <summary>In the target, 0 stands for the size that is there, -1 for what is left, and the first size is the batch.</summary>
    public static ImportedValue Reshape(OperatorNode node)
    {
        node.Require("allowzero", 0, 0);
        if (PositionImporters.Reshaped(node, sizes => Resolved(node, sizes)) is { } positions)
            return positions;
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(node[0], node.Context.Sizes);
        AxisSize[] sizes = arrangement.Sizes, target = Resolved(node, sizes);
        if (arrangement.Reshape(target) is { } reshaped)
            return ArrangedValue.Of(source, reshaped, node);
        return target is [var batch, ..] && batch.Equals(node.Context.Sizes.Batch)
            ? new LayerValue(ArrangedValue.Reshaped(node.NodeOf(0), target, node))
            : throw CannotReshape(target, sizes);
    }

    /// <summary>The sizes that a Reshape gives a value of these sizes.</summary>
    private static AxisSize[] Resolved(OperatorNode node, AxisSize[] sizes)
    {
        AxisSize[] target = Target(node, "target");
        string text = Text(target);
        for (int axis = 0; axis < target.Length; axis++)
        {
            if (!target[axis].Equals(0))
                continue;
            target[axis] = axis < sizes.Length
                ? sizes[axis]
                : throw new ModelFileException($"its target {text} keeps the axis {axis}; {Text(sizes)} has none");
        }

        int[] rest = [.. Enumerable.Range(0, target.Length).Where(axis => target[axis].Equals(-1))];
        if (rest.Length > 1)
            throw new ModelFileException($"two sizes of its target {text} are -1");
        AxisSize all = AxisSize.Product(sizes);
        if (rest is [var open])
            target[open] = all.DividedBy(AxisSize.Product(target.Where((_, axis) => axis != open))) ?? throw CannotReshape(target, sizes);
        return AxisSize.Product(target).Equals(all) ? target : throw CannotReshape(target, sizes);
    }

    private static ModelFileException CannotReshape(AxisSize[] target, AxisSize[] sizes) => new(
        $"it cannot make rows of the target {Text(target)} of {Text(sizes)}; the first size should be 0, -1 or that of the batch");

    public static ImportedValue Unsqueeze(OperatorNode node)
    {
        long[] named = node.Axes(1);
        int rank = node[0].SizesIn(node.Context.Sizes).Length + named.Length;
        HashSet<int> added = [.. named.Select(axis => ConstantFolding.Axis(axis, rank))];
        if (added.Count != named.Length)
            throw new ModelFileException($"its axes [{string.Join(", ", named)}] name one twice");
        if (PositionImporters.Reshaped(node, WithOnes) is { } positions)
            return positions;
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(node[0], node.Context.Sizes);
        return ArrangedValue.Of(source, arrangement.Unsqueeze(added), node);

        AxisSize[] WithOnes(AxisSize[] sizes)
        {
            int next = 0;
            return [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : sizes[next++])];
        }
    }

    public static ImportedValue Squeeze(OperatorNode node)
    {
        AxisSize[] sizes = node[0].SizesIn(node.Context.Sizes);
        HashSet<int> axes = node.Find("axes") is null && !node.Has(1)
            ? [.. Enumerable.Range(0, sizes.Length).Where(axis => sizes[axis].Equals(1))]
            : [.. node.Axes(1).Select(axis => ConstantFolding.Axis(axis, sizes.Length))];
        if (!axes.All(axis => sizes[axis].Equals(1)))
            throw new ModelFileException($"it leaves out axes of {Text(sizes)} that are not known to have the size 1");
        if (PositionImporters.Reshaped(node, before => [.. before.Where((_, axis) => !axes.Contains(axis))]) is { } positions)
            return positions;
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(node[0], node.Context.Sizes);
        return ArrangedValue.Of(source, arrangement.Squeeze(axes), node);
    }

    /// <summary>A value that is repeated to its own shape stays; what joins a repeated value to another repeats it by itself.</summary>
    public static ImportedValue Expand(OperatorNode node)
    {
        if (PositionImporters.Expand(node) is { } vectors)
            return vectors;
        AxisSize[] sizes = node[0].SizesIn(node.Context.Sizes), target = Target(node, "shape");
        if (target.Length > sizes.Length)
            throw new ModelFileException($"it puts axes before the batch: its shape {Text(target)} has more axes than {Text(sizes)}");
        int added = sizes.Length - target.Length;
        AxisSize[] repeated = [.. sizes.Select((size, axis) => axis < added ? size : Repeated(size, target[axis - added]))];
        if (repeated.AsSpan().SequenceEqual(sizes))
            return node[0];
        return repeated[0].Equals(sizes[0])
            ? new ExpandedValue(node.NodeOf(0), repeated)
            : throw new ModelFileException($"it repeats the batch: its shape is {Text(target)}");

        AxisSize Repeated(AxisSize size, AxisSize wanted) => (size, wanted) switch
        {
            _ when wanted.Equals(1) || wanted.Equals(size) => size,
            _ when size.Equals(1) => wanted,
            _ => throw new ModelFileException($"it cannot repeat {Text(sizes)} to {Text(target)}: '{size}' is not known to be "
                + $"'{wanted}' or 1"),
        };
    }

    /// <summary>A single step that is repeated.</summary>
    public static ImportedValue Tile(OperatorNode node)
    {
        Node step = node.NodeOf(0);
        long[] repeats = node.Constant(1).ToSizes();
        if (step.Shape is not { Rank: 2 } row || row[0] != 1 || repeats is not [1, >= 1 and <= int.MaxValue and var count, 1])
        {
            throw new ModelFileException($"it repeats {step.Shape.ToStringWithBatch()} by [{string.Join(", ", repeats)}]; the "
                + "repetition of a "
                + "single step of (batch, 1, features) is supported");
        }

        return new LayerValue(step.Add(new Flatten()).Add(new RepeatVector((int)count, node.LayerName())));
    }

    public static ImportedValue Concat(OperatorNode node)
    {
        Node[] inputs = node.NodesOfInputs();
        if (inputs.Length == 0)
            throw new ModelFileException("it has no inputs");
        int axis = checked((int)node.Get("axis", 0)), rank = inputs[0].Shape.Rank;
        var layer = new Concatenate(axis == rank ? -1 : axis, node.LayerName());
        Node output = inputs[0].Merge(layer, inputs.AsSpan(1));
        AxisSize[][] sizes = [.. inputs.Select(node.Context.Sizes.Of)];
        int joined = axis < 0 ? axis + rank + 1 : axis;
        AxisSize sum = AxisSize.Sum(sizes.Select(of => of[joined])) ?? AxisSize.Open($"axis {joined} of '{node.Output}'");
        node.Context.Sizes.Add(output, [.. sizes[0].Select((size, place) => place == joined ? sum : size)]);
        return new LayerValue(output);
    }

    /// <summary>The sizes that an operator is to give; the batch is open, whatever size the file fixes it to.</summary>
    private static AxisSize[] Target(OperatorNode node, string what)
    {
        AxisSize[] target = SizeFolding.Elements(node[1]) is { } sizes
            ? [.. sizes]
            : Array.ConvertAll(node.Constant(1).ToSizes(), size => (AxisSize)size);
        if (target.FirstOrDefault(size => size.Number < -1) is { } negative)
            throw new ModelFileException($"its {what} {Text(target)} has the size {negative}");
        if (target is [{ IsKnown: true } batch, ..] && batch.Number == node.Context.FixedBatch)
            target[0] = node.Context.Sizes.Batch;
        return target;
    }

    private static string Text(IEnumerable<AxisSize> sizes) => $"[{string.Join(", ", sizes)}]";
}
