namespace NeuralNet.Onnx;

/// <summary>Operators that take a part of a value along an axis.</summary>
internal static class SliceImporters
{
    /// <summary>An element of an axis, which is then left out, or several that follow each other.</summary>
    public static ImportedValue Gather(OperatorNode node)
    {
        ConstantValue indices = node.Constant(1);
        AxisSize[] sizes = node[0].SizesIn(node.Context.Sizes);
        int axis = ConstantFolding.Axis(node.Get("axis", 0), sizes.Length);
        long[] elements = indices.ToSizes();
        bool followEachOther = elements.Length > 0 && elements.Index().All(element => element.Item == elements[0] + element.Index)
            && (elements[0] < 0) == (elements[^1] < 0);
        if (axis == 0 || !followEachOther || indices.Sizes.Length > 1)
        {
            throw new ModelFileException($"it takes the elements [{string.Join(", ", elements)}] of axis {axis}; one element of an axis "
                + "behind the batch, or several that follow each other, are supported");
        }

        LayerValue part = Part(node, node.NodeOf(0), axis, elements[0], elements[^1] + 1);
        return indices.Sizes.Length == 1
            ? part
            : ArrangedValue.Of(part, AxisArrangement.Of(part.SizesIn(node.Context.Sizes)).Squeeze(new HashSet<int> { axis }), node);
    }

    /// <summary>The elements from a start up to an end along some axes.</summary>
    public static ImportedValue Slice(OperatorNode node)
    {
        ImportedValue source = node[0];
        AxisSize[] sizes = source.SizesIn(node.Context.Sizes);
        long[] starts = node.List("starts", 1), ends = node.List("ends", 2);
        long[] axes = node.Find("axes") is { } named ? [.. named.Ints] : node.Has(3)
            ? node.Constant(3).ToSizes() : [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        if (ends.Length != starts.Length || axes.Length != starts.Length)
            throw new ModelFileException("it does not have as many starts as ends and axes");
        if (node.Has(4) && node.Constant(4).ToSizes().Any(step => step != 1))
            throw new ModelFileException($"its steps are [{string.Join(", ", node.Constant(4).ToSizes())}]; only 1 is supported");
        for (int i = 0; i < axes.Length; i++)
        {
            bool isWhole = starts[i] == 0 && ends[i] >= int.MaxValue;
            int axis = ConstantFolding.Axis(axes[i], sizes.Length);
            if (!isWhole && source is FilledValue filled)
                source = filled.Part(axis, starts[i], ends[i]);
            else if (!isWhole)
                source = Part(node, source, axis, starts[i], ends[i], sizes[axis]);
        }

        return source;
    }

    /// <summary>The parts of an axis; those of a product are products with the parts of its kernel.</summary>
    public static ImportedValue Split(OperatorNode node)
    {
        AxisSize[] sizes = node[0].SizesIn(node.Context.Sizes);
        int axis = ConstantFolding.Axis(node.Get("axis", 0), sizes.Length);
        int count = 1 + node.FurtherOutputCount, start = 0;
        long[] lengths = node.Find("split") is { } listed ? [.. listed.Ints]
            : node.Has(1) ? node.Constant(1).ToSizes()
            : sizes[axis].DividedBy(count) is { IsKnown: true } equal ? [.. Enumerable.Repeat(equal.Number, count)]
            : throw new ModelFileException($"it divides an axis of size {sizes[axis]} by {count}");
        if (lengths.Length != count || lengths.Any(length => length is < 1 or > int.MaxValue) || !sizes[axis].Equals(lengths.Sum()))
            throw new ModelFileException($"it divides an axis of size {sizes[axis]} into [{string.Join(", ", lengths)}]");
        var parts = new ImportedValue[count];
        for (int i = 0; i < count; start += (int)lengths[i++])
            parts[i] = Part(node, node[0], axis, start, start + lengths[i], sizes[axis]);
        node.SetFurtherOutputs(parts[1..]);
        return parts[0];
    }

    /// <summary>A part of an axis of this size; that of the units of a product is a product.</summary>
    private static ImportedValue Part(OperatorNode node, ImportedValue value, int axis, long start, long stop, AxisSize size)
    {
        (ImportedValue source, AxisArrangement arrangement) = ArrangedValue.Of(value, node.Context.Sizes);
        bool isOfUnits = size.IsKnown && start >= 0 && stop > start && axis == arrangement.Axes.Count - 1 && arrangement.KeepsLastAxis;
        if (isOfUnits && DensePart(node, source, (int)start, (int)(Math.Min(stop, size.Number) - start)) is { } part)
            return ArrangedValue.Of(part, arrangement.WithLast(Math.Min(stop, size.Number) - start), node);
        return Part(node, value.Node, axis, start, stop);
    }

    /// <summary>Some units of a Dense layer as a layer of their own; null if the value is no output of one.</summary>
    private static LayerValue? DensePart(OperatorNode node, ImportedValue source, int start, int length)
    {
        if (source is not (LayerValue or DenseValue) || !node.Context.DenseLayers.TryGetValue(source.Node.Layer, out var dense))
            return null;
        return new LayerValue(source.Node.Inputs[0].Add(node.Context.Dense(dense.Weights.Part(start, length), node)));
    }

    private static LayerValue Part(OperatorNode node, Node source, int axis, long start, long stop)
    {
        if (axis == 0)
            throw new ModelFileException("it takes a part of the batch");
        bool isToEnd = stop == 0 ? start < 0 : stop >= int.MaxValue;
        var layer = new Slice(axis, checked((int)start), isToEnd ? null : checked((int)stop), node.LayerName());
        Node part = source.Add(layer);
        AxisSize[] sizes = [.. node.Context.Sizes.Of(source)];
        int size = part.Shape[axis - 1];
        sizes[axis] = size == Shape.Open ? AxisSize.Open($"axis {axis} of '{node.Output}' from {start} to {stop}") : size;
        node.Context.Sizes.Add(part, sizes);
        return new LayerValue(part);
    }
}
