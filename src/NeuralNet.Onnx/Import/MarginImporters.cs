namespace NeuralNet.Onnx;

/// <summary>Pads, which add a margin to images and sequences or, where a number is negative, take one away.</summary>
internal static class MarginImporters
{
    public static ImportedValue Pad(OperatorNode node)
    {
        string mode = node.Find("mode") is { S.IsEmpty: false } stated ? stated.S.ToStringUtf8() : "constant";
        if (mode != "constant")
            throw new ModelFileException($"its attribute 'mode' is '{mode}'; only 'constant' is supported");
        Node source = node.NodeOf(0);
        int rank = source.Shape.Rank;
        (int Start, int End)[] margins = MarginsOf(node, rank);
        double value = node.Context.Opset < 11 ? node.Get("value", 0f) : node.Has(2) ? node.Constant(2).Scalar : 0;
        for (int axis = 1; axis <= rank; axis++)
            source = Crop(source, axis, margins[axis]);
        margins = Array.ConvertAll(margins, margin => (Math.Max(margin.Start, 0), Math.Max(margin.End, 0)));
        if (margins.All(margin => margin == (0, 0)))
            return new LayerValue(source);
        if (margins[0] != (0, 0) || rank is not (2 or 3))
        {
            throw new ModelFileException($"it adds margins of [{string.Join(", ", margins)}] to {source.Shape.ToStringWithBatch()}; the "
                + "steps of "
                + "sequences and the height and width of images are supported");
        }

        if (value == 0)
            return new LayerValue(Surround(source, margins, node.LayerName()));
        if (!float.IsFinite((float)value))
            throw new ModelFileException($"it adds margins of {value}; numbers are supported");
        Node moved = source.Add(new Rescaling(1, (float)-value));
        return new LayerValue(Surround(moved, margins, node.LayerName()).Add(new Rescaling(1, (float)value)));
    }

    /// <summary>Reads the margins at the start and the end of each axis, the batch first.</summary>
    private static (int Start, int End)[] MarginsOf(OperatorNode node, int rank)
    {
        long[] pads = node.Find("pads") is { } listed ? [.. listed.Ints] : node.Constant(1).ToSizes();
        int[] axes = node.Has(3)
            ? [.. node.Constant(3).ToSizes().Select(axis => ConstantFolding.Axis(axis, rank + 1))]
            : [.. Enumerable.Range(0, rank + 1)];
        if (pads.Length != 2 * axes.Length || axes.Distinct().Count() != axes.Length)
            throw new ModelFileException($"its pads [{string.Join(", ", pads)}] are not two for each of {axes.Length} axes");
        var margins = new (int Start, int End)[rank + 1];
        for (int i = 0; i < axes.Length; i++)
            margins[axes[i]] = (checked((int)pads[i]), checked((int)pads[i + axes.Length]));
        return margins;
    }

    private static Node Crop(Node source, int axis, (int Start, int End) margin) => margin.Start < 0 || margin.End < 0
        ? source.Add(new Slice(axis, Math.Max(-margin.Start, 0), margin.End < 0 ? margin.End : null))
        : source;

    /// <summary>A margin of the first axis of rows is one of channels last; the others are those of channels first.</summary>
    private static Node Surround(Node source, (int Start, int End)[] margins, string? name)
    {
        bool isSequence = margins.Length == 3, hasFirst = margins[1] != (0, 0);
        Margins1D first = margins[1], second = margins[2];
        if (isSequence)
        {
            Node padded = hasFirst ? source.Add(new ZeroPadding1D(first, name: name)) : source;
            return margins[2] == (0, 0) ? padded : padded.Add(new ZeroPadding1D(second, DataFormat.ChannelsFirst, hasFirst ? null : name));
        }

        Margins1D third = margins[3], none = 0;
        if (!hasFirst)
            return source.Add(new ZeroPadding2D(new Margins2D(second, third), DataFormat.ChannelsFirst, name));
        Node last = source.Add(new ZeroPadding2D(new Margins2D(first, second), name: name));
        return margins[3] == (0, 0) ? last : last.Add(new ZeroPadding2D(new Margins2D(none, third), DataFormat.ChannelsFirst));
    }
}
