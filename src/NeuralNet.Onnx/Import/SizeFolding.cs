using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>
/// Computes what a graph computes of shapes, such as the target of a Reshape that PyTorch writes for a model with dynamic axes.
/// </summary>
internal static class SizeFolding
{
    private static readonly Dictionary<string, Func<OperatorNode, ImportedValue?>> ByType = new(StringComparer.Ordinal)
    {
        ["Shape"] = ShapeOf,
        ["ConstantOfShape"] = ConstantOfShape,
        ["Gather"] = Gather,
        ["Slice"] = Slice,
        ["Concat"] = Concat,
        ["Reshape"] = Reshape,
        ["Squeeze"] = Squeeze,
        ["Unsqueeze"] = Unsqueeze,
        ["Cast"] = Cast,
        ["Expand"] = Expand,
        ["Add"] = node => Combine(node, (x, y) => x.Plus(y)),
        ["Sub"] = node => Combine(node, (x, y) => x.Minus(y)),
        ["Mul"] = node => Combine(node, (x, y) => x * y),
        ["Div"] = node => Combine(node, (x, y) => x.DividedBy(y)),
        ["Equal"] = node => Combine(node, IsEqual),
        ["Where"] = Where,
        ["Range"] = PositionImporters.Range,
    };

    public static IEnumerable<string> Names => ByType.Keys;

    /// <summary>The operator's result; null if it computes something else than sizes.</summary>
    /// <exception cref="ModelFileException">The operator takes the size of an open axis where that cannot be known.</exception>
    public static ImportedValue? TryFold(OperatorNode node)
    {
        ImportedValue? result = ByType.GetValueOrDefault(node.Type)?.Invoke(node);
        if (result is not null)
            node.RequireNothingElse();
        else
            RequireNoSizes(node);
        return result;
    }

    /// <summary>The sizes that an input is a list of; null if it is something else.</summary>
    public static IReadOnlyList<AxisSize>? Elements(ImportedValue value) => value switch
    {
        SizesValue sizes => sizes.Elements,
        ConstantValue { IsInteger: true, Sizes.Length: <= 1 } constant => Array.ConvertAll(constant.ToSizes(), size => (AxisSize)size),
        _ => null,
    };

    private static void RequireNoSizes(OperatorNode node)
    {
        for (int i = 0; i < node.InputCount; i++)
        {
            bool isTarget = node.Type is "Reshape" or "Expand" && i == 1;
            if (!isTarget && node.Peek(i) is SizesValue)
                _ = node.NodeOf(i);
        }
    }

    private static ImportedValue ShapeOf(OperatorNode node)
    {
        AxisSize[] sizes = node[0] is SizesValue list ? (list.IsList ? [list.Elements.Count] : []) : node[0].SizesIn(node.Context.Sizes);
        int start = Place(node.Get("start", 0)), end = Place(node.Get("end", sizes.Length));
        ImportedValue shape = List(node, sizes[start..Math.Max(start, end)]);
        return shape is SizesValue whole && whole.Elements.Count == sizes.Length ? new SizesValue(sizes, isList: true, node[0]) : shape;

        int Place(long place) => (int)Math.Clamp(place < 0 ? place + sizes.Length : place, 0, sizes.Length);
    }

    private static ImportedValue? ConstantOfShape(OperatorNode node)
    {
        if (node[0] is SizesValue { IsList: true } open)
            return new FilledValue(node.Find("value")?.T is { } filling ? new StoredConstant(filling, node.Context).Scalar : 0, [.. open.Elements]);
        if (node[0] is not ConstantValue)
            return null;
        int[] sizes = Array.ConvertAll(node.Constant(0).ToSizes(), size => size is >= 0 and <= int.MaxValue
            ? (int)size
            : throw new ModelFileException($"it makes an axis of size {size}"));
        int length = checked((int)sizes.Aggregate(1L, (product, size) => checked(product * size)));
        node.Context.SpendOnFolding(length);
        var value = node.Find("value")?.T is { } tensor ? new StoredConstant(tensor, node.Context) : null;
        return value is { IsInteger: true }
            ? new FoldedConstant(node, sizes, [.. Enumerable.Repeat(value.ToIntegers()[0], length)])
            : new FoldedConstant(node, sizes, [.. Enumerable.Repeat((float)(value?.Scalar ?? 0), length)]);
    }

    private static ImportedValue? Gather(OperatorNode node)
    {
        if (PositionImporters.Gather(node) is { } vectors)
            return vectors;
        if (Elements(node[0]) is not { } sizes || !IsList(node[0]))
            return null;
        node.Require("axis", 0, 0);
        ConstantValue indices = node.Constant(1);
        AxisSize[] found = Array.ConvertAll(indices.ToSizes(), index => index >= -sizes.Count && index < sizes.Count
            ? sizes[(int)(index < 0 ? index + sizes.Count : index)]
            : throw new ModelFileException($"it takes the axis {index} of a shape of {sizes.Count} axes"));
        return indices.Sizes.Length switch
        {
            0 => Single(node, found[0]),
            1 => List(node, found),
            _ => null,
        };
    }

    private static ImportedValue? Slice(OperatorNode node) => node[0] is SizesValue { IsList: true } list
        ? List(node, ConstantFolding.SliceOf(node, [list.Elements.Count]).Read([.. list.Elements]))
        : PositionImporters.Slice(node);

    private static ImportedValue? Concat(OperatorNode node)
    {
        ImportedValue[] parts = [.. node.Inputs];
        if (!parts.Any(part => part is SizesValue) || !parts.All(part => Elements(part) is not null && IsList(part)))
            return null;
        if (node.Get("axis", 0) is not (0 or -1))
            throw new ModelFileException($"it joins lists of sizes along the axis {node.Get("axis", 0)}; they have one axis");
        return List(node, [.. parts.SelectMany(part => Elements(part)!)]);
    }

    /// <summary>A list of sizes stays the list it is.</summary>
    private static ImportedValue? Reshape(OperatorNode node)
    {
        if (node[0] is not SizesValue sizes)
            return null;
        node.Require("allowzero", 0, 0);
        long[] target = node.Constant(1).ToSizes();
        bool fits = target is [-1 or 0]
            || (target is [var length] && length == sizes.Elements.Count)
            || (target is [] && sizes.Elements.Count == 1);
        return fits
            ? new SizesValue([.. sizes.Elements], isList: target.Length > 0)
            : throw new ModelFileException($"it gives a list of {sizes.Elements.Count} sizes the shape [{string.Join(", ", target)}]");
    }

    private static SizesValue? Squeeze(OperatorNode node)
    {
        bool isSingle = node[0] is SizesValue { IsList: true, Elements.Count: 1 } && (!HasAxes(node) || node.Axes(1) is [0 or -1]);
        return isSingle ? new SizesValue([.. ((SizesValue)node[0]).Elements], isList: false) : null;
    }

    private static SizesValue? Unsqueeze(OperatorNode node)
    {
        bool isSingle = node[0] is SizesValue { IsList: false } && node.Axes(1) is [0 or -1];
        return isSingle ? new SizesValue([.. ((SizesValue)node[0]).Elements], isList: true) : null;
    }

    private static bool HasAxes(OperatorNode node) => node.Find("axes") is not null || node.Has(1);

    private static ImportedValue? Cast(OperatorNode node)
    {
        if (node[0] is not SizesValue)
            return null;
        node.Ignore("saturate");
        return (DataType)node.Get("to", 0) is DataType.Int64 or DataType.Int32 ? node[0] : null;
    }

    /// <summary>A single size, repeated to a list.</summary>
    private static ImportedValue? Expand(OperatorNode node)
    {
        if (Elements(node[0]) is not [var size] || Elements(node[1]) is not { } target)
            return null;
        if (target is not [{ IsKnown: true, Number: >= 0 } length])
        {
            throw new ModelFileException(
                $"it repeats a size to the shape [{string.Join(", ", target)}]; only lists of sizes of a known length are supported");
        }

        node.Context.SpendOnFolding(length.Number);
        return List(node, [.. Enumerable.Repeat(size, checked((int)length.Number))]);
    }

    private static ImportedValue? Combine(OperatorNode node, Func<AxisSize, AxisSize, AxisSize?> function)
    {
        if (Elements(node[0]) is not { } first || Elements(node[1]) is not { } second)
            return null;
        return Spread(node, [first, second], elements => function(elements[0], elements[1]) ?? throw new ModelFileException(
            $"what it makes of the sizes '{elements[0]}' and '{elements[1]}' is not known before the model is run; export it with these "
            + "axes fixed"));
    }

    private static ImportedValue? Where(OperatorNode node)
    {
        if (node[0] is not ConstantValue || Elements(node[0]) is not { } conditions)
            return null;
        if (Elements(node[1]) is not { } first || Elements(node[2]) is not { } second)
            return null;
        return Spread(node, [conditions, first, second], elements => elements[0].Number != 0 ? elements[1] : elements[2]);
    }

    /// <summary>A function of elements of lists, single ones being spread.</summary>
    private static ImportedValue Spread(OperatorNode node, IReadOnlyList<AxisSize>[] lists, Func<AxisSize[], AxisSize> function)
    {
        int length = lists.FirstOrDefault(list => list.Count != 1)?.Count ?? 1;
        if (lists.Any(list => list.Count != 1 && list.Count != length))
            throw new ModelFileException($"its lists have {string.Join(" and ", lists.Select(list => list.Count))} elements");
        AxisSize[] results = [.. Enumerable.Range(0, length).Select(i => function(Array.ConvertAll(lists, list => ElementAt(list, i))))];
        return node.Inputs.Any(IsList) ? List(node, results) : Single(node, results[0]);

        static AxisSize ElementAt(IReadOnlyList<AxisSize> list, int index) => list[list.Count == 1 ? 0 : index];
    }

    /// <summary>1 or 0; null if that is not known. A size is at least 1.</summary>
    private static AxisSize? IsEqual(AxisSize x, AxisSize y)
    {
        if (x.IsKnown && y.IsKnown || x.Equals(y))
            return x.Equals(y) ? 1 : 0;
        return x.IsKnown && x.Number < 1 || y.IsKnown && y.Number < 1 ? 0 : null;
    }

    private static bool IsList(ImportedValue value) => value is SizesValue { IsList: true } or ConstantValue { Sizes.Length: 1 };

    private static ImportedValue Single(OperatorNode node, AxisSize size) => size.IsKnown
        ? new FoldedConstant(node, [], [size.Number])
        : new SizesValue([size], isList: false);

    private static ImportedValue List(OperatorNode node, AxisSize[] sizes)
    {
        node.Context.SpendOnFolding(sizes.Length);
        return sizes.All(size => size.IsKnown)
            ? new FoldedConstant(node, [sizes.Length], Array.ConvertAll(sizes, size => size.Number))
            : new SizesValue(sizes, isList: true);
    }
}
