using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>
/// Computes operators whose inputs are all constants, such as the transposition of a kernel that PyTorch writes with
/// do_constant_folding=False.
/// </summary>
internal static class ConstantFolding
{
    private static readonly Dictionary<string, Func<OperatorNode, ConstantValue>> ByType = new(StringComparer.Ordinal)
    {
        ["Cast"] = Cast,
        ["Concat"] = Concat,
        ["Equal"] = Equal,
        ["GreaterOrEqual"] = node => Compare(node, (x, y) => x >= y),
        ["Not"] = node => Truth(node, value => value == 0),
        ["Gather"] = Gather,
        ["Reshape"] = Reshape,
        ["ReduceL2"] = ReduceL2,
        ["Slice"] = Slice,
        ["Sqrt"] = node => Apply(node, Math.Sqrt),
        ["Squeeze"] = Squeeze,
        ["Transpose"] = Transpose,
        ["Unsqueeze"] = Unsqueeze,
        ["Add"] = node => Combine(node, (x, y) => x + y, (x, y) => checked(x + y)),
        ["Sub"] = node => Combine(node, (x, y) => x - y, (x, y) => checked(x - y)),
        ["Mul"] = node => Combine(node, (x, y) => x * y, (x, y) => checked(x * y)),
        ["Div"] = node => Combine(node, (x, y) => x / y, Divide),
        ["Pow"] = node => Combine(node, Math.Pow, integers: null),
    };

    /// <summary>The operator's result, the same one for the same operator of the same constants; null if it is not computed here.</summary>
    public static ConstantValue? TryFold(OperatorNode node)
    {
        if (node.Constants() is not { } constants || Find(node) is not { } fold)
            return null;
        return node.Context.Folded(node.WeightsKey(constants), () =>
        {
            ConstantValue result = fold(node);
            node.RequireNothingElse();
            return result;
        });
    }

    private static Func<OperatorNode, ConstantValue>? Find(OperatorNode node)
    {
        if (ByType.TryGetValue(node.Type, out Func<OperatorNode, ConstantValue>? fold))
            return fold;
        return UnaryOperators.Find(node) is { } function ? _ => Apply(node, function) : null;
    }

    private static FoldedConstant Transpose(OperatorNode node)
    {
        ConstantValue source = node.Constant(0);
        return Read(node, source, TensorView.Of(source.Sizes).Transpose(Permutation(node, source.Sizes.Length)));
    }

    /// <summary>The order of the axes that a Transpose gives; reversed by default.</summary>
    /// <exception cref="ModelFileException">It does not name each axis once.</exception>
    public static int[] Permutation(OperatorNode node, int rank)
    {
        int[] axes = [.. Enumerable.Range(0, rank)];
        int[] permutation = node.Find("perm") is { } perm ? [.. perm.Ints.Select(axis => Axis(axis, rank))] : [.. axes.Reverse()];
        return permutation.Order().SequenceEqual(axes)
            ? permutation
            : throw new ModelFileException($"its 'perm' [{string.Join(", ", permutation)}] does not name each of {rank} axes once");
    }

    private static FoldedConstant Reshape(OperatorNode node)
    {
        node.Require("allowzero", 0, 0);
        ConstantValue source = node.Constant(0);
        long[] target = node.Constant(1).ToIntegers();
        long[] sizes = [.. target.Select((size, axis) => size == 0 && axis < source.Sizes.Length ? source.Sizes[axis] : size)];
        int open = Array.IndexOf(sizes, -1L);
        long known = sizes.Where(size => size != -1).Aggregate(1L, (length, size) => checked(length * size));
        if (open >= 0 && known > 0)
            sizes[open] = source.Length / known;
        if (sizes.Any(size => size < 0) || sizes.Aggregate(1L, (length, size) => checked(length * size)) != source.Length)
            throw new ModelFileException($"it cannot give {Sized(source)} the sizes [{string.Join(", ", target)}]");
        return WithSizes(node, source, sizes);
    }

    private static FoldedConstant Gather(OperatorNode node)
    {
        node.Require("axis", 0, 0);
        return Rows(node, node.Constant(0), node.Constant(1));
    }

    /// <summary>The parts of a constant along its first axis that indices name, in the axes of the indices.</summary>
    public static FoldedConstant Rows(OperatorNode node, ConstantValue source, ConstantValue indices)
    {
        if (source.Sizes.Length == 0 || !indices.IsInteger)
            throw new ModelFileException($"it takes parts of {Sized(source)} by {Typed(indices)}");
        int[] sizes = [.. indices.Sizes, .. source.Sizes[1..]];
        Spend(node, sizes);
        int[] rows = Array.ConvertAll(indices.SharedIntegers(), index => Axis(index, source.Sizes[0]));
        int length = source.Sizes[0] == 0 ? 0 : source.Length / source.Sizes[0];
        return source.IsInteger
            ? new FoldedConstant(node, sizes, Rows(source.SharedIntegers(), rows, length))
            : new FoldedConstant(node, sizes, Rows(source.SharedFloats(), rows, length));
    }

    private static T[] Rows<T>(T[] values, int[] rows, int length)
    {
        var taken = new T[(long)rows.Length * length];
        for (int i = 0; i < rows.Length; i++)
            values.AsSpan(rows[i] * length, length).CopyTo(taken.AsSpan(i * length));
        return taken;
    }

    private static FoldedConstant Squeeze(OperatorNode node)
    {
        ConstantValue source = node.Constant(0);
        int rank = source.Sizes.Length;
        HashSet<int> axes = node.Find("axes") is null && !node.Has(1)
            ? [.. Enumerable.Range(0, rank).Where(axis => source.Sizes[axis] == 1)]
            : [.. node.Axes(1).Select(axis => Axis(axis, rank))];
        return axes.All(axis => source.Sizes[axis] == 1)
            ? WithSizes(node, source, source.Sizes.Where((_, axis) => !axes.Contains(axis)).Select(size => (long)size))
            : throw new ModelFileException($"it leaves out axes of {Sized(source)} that have not the size 1");
    }

    private static FoldedConstant Unsqueeze(OperatorNode node)
    {
        ConstantValue source = node.Constant(0);
        long[] named = node.Axes(1);
        int rank = source.Sizes.Length + named.Length, next = 0;
        HashSet<int> added = [.. named.Select(axis => Axis(axis, rank))];
        return added.Count == named.Length
            ? WithSizes(node, source, Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1L : source.Sizes[next++]))
            : throw new ModelFileException($"its axes [{string.Join(", ", named)}] name one twice");
    }

    private static FoldedConstant Slice(OperatorNode node)
    {
        ConstantValue source = node.Constant(0);
        return Read(node, source, SliceOf(node, source.Sizes));
    }

    /// <summary>The elements of a tensor of these sizes that a Slice takes.</summary>
    public static TensorView SliceOf(OperatorNode node, int[] sizes)
    {
        long[] starts = node.List("starts", 1), ends = node.List("ends", 2);
        long[] axes = node.Find("axes") is { } named ? [.. named.Ints]
            : node.Has(3) ? node.Constant(3).ToIntegers()
            : [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = node.Has(4) ? node.Constant(4).ToIntegers() : [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw new ModelFileException("it does not have as many starts as ends, axes and steps");
        int[] distinct = [.. axes.Select(axis => Axis(axis, sizes.Length))];
        if (distinct.Distinct().Count() != distinct.Length)
            throw new ModelFileException($"its axes [{string.Join(", ", axes)}] name one twice");
        TensorView view = TensorView.Of(sizes);
        for (int i = 0; i < starts.Length; i++)
            view = Slice(view, distinct[i], starts[i], ends[i], steps[i]);
        return view;
    }

    /// <summary>
    /// Starts and ends below 0 count from the end, and what lies beyond the axis is cut off. A step of −1 reverses the axis.
    /// </summary>
    private static TensorView Slice(TensorView view, int axis, long start, long end, long step)
    {
        int size = view.Sizes[axis];
        if (step == -1 && size > 0 && (start == -1 || start >= size - 1) && end < -size)
            return view.Slice(axis, size - 1, -1, size);
        if (step is <= 0 or > int.MaxValue)
            throw new ModelFileException($"its step is {step}; a constant is sliced with steps above 0, or reversed");
        long first = Math.Clamp(start < 0 ? start + size : start, 0, size), last = Math.Clamp(end < 0 ? end + size : end, 0, size);
        return view.Slice(axis, (int)first, (int)Math.Min(step, Math.Max(size, 1)), (int)Math.Max(0, (last - first + step - 1) / step));
    }

    private static FoldedConstant Concat(OperatorNode node)
    {
        ConstantValue[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Constant)];
        int axis = Axis(node.Get("axis", 0), parts[0].Sizes.Length);
        int[] sizes = [.. parts[0].Sizes];
        sizes[axis] = checked((int)parts.Sum(part => axis < part.Sizes.Length ? (long)part.Sizes[axis] : 0));
        foreach (ConstantValue part in parts)
        {
            bool fits = part.Sizes.Select((size, i) => i == axis ? sizes[axis] : size).SequenceEqual(sizes);
            if (!fits || part.IsInteger != parts[0].IsInteger)
                throw new ModelFileException($"it cannot join {Sized(part)} to {Sized(parts[0])} along the axis {axis}");
        }

        Spend(node, sizes);
        return parts[0].IsInteger
            ? new FoldedConstant(node, sizes, Join(parts, part => part.SharedIntegers(), axis))
            : new FoldedConstant(node, sizes, Join(parts, part => part.SharedFloats(), axis));
    }

    private static T[] Join<T>(ConstantValue[] parts, Func<ConstantValue, T[]> values, int axis)
    {
        var joined = new T[parts.Sum(part => part.Length)];
        if (joined.Length == 0)
            return joined;
        int blocks = parts[0].Sizes.Take(axis).Aggregate(1, (count, size) => count * size), position = 0;
        for (int block = 0; block < blocks; block++)
        {
            foreach (ConstantValue part in parts)
            {
                int length = part.Length / blocks;
                values(part).AsSpan(block * length, length).CopyTo(joined.AsSpan(position));
                position += length;
            }
        }

        return joined;
    }

    private static ConstantValue Cast(OperatorNode node)
    {
        node.Ignore("saturate");
        ConstantValue source = node.Constant(0);
        switch ((DataType)node.Get("to", 0))
        {
            case DataType.Int64 or DataType.Int32 when !source.IsInteger:
                Spend(node, source.Sizes);
                return new FoldedConstant(node, source.Sizes, Array.ConvertAll(source.SharedFloats(), value => (long)value));
            case DataType.Bool:
                return Truth(node, value => value != 0);
            case DataType.Float or DataType.Double when source.IsInteger:
                Spend(node, source.Sizes);
                return new FoldedConstant(node, source.Sizes, [.. source.SharedFloats()]);
            case DataType.Int64 or DataType.Int32 or DataType.Float or DataType.Double:
                return source;
            case var type:
                throw new ModelFileException($"it casts to the type {type}, which is not supported");
        }
    }

    /// <summary>√(Σ x²) along axes, as the norm of weights that are normalized.</summary>
    private static FoldedConstant ReduceL2(OperatorNode node)
    {
        ConstantValue source = node.Constant(0);
        int rank = source.Sizes.Length;
        node.Require("noop_with_empty_axes", 0, 0);
        HashSet<int> axes = node.Find("axes") is null && !node.Has(1)
            ? [.. Enumerable.Range(0, rank)]
            : [.. node.Axes(1).Select(axis => Axis(axis, rank))];
        int[] kept = [.. Enumerable.Range(0, rank).Where(axis => !axes.Contains(axis))];
        int[] sizes = node.Get("keepdims", 1) != 0
            ? [.. source.Sizes.Select((size, axis) => axes.Contains(axis) ? 1 : size)]
            : [.. kept.Select(axis => source.Sizes[axis])];
        float[] ordered = Read(node, source, TensorView.Of(source.Sizes).Transpose([.. kept, .. axes])).SharedFloats();
        Spend(node, sizes);
        var norms = new float[kept.Aggregate(1, (length, axis) => length * source.Sizes[axis])];
        for (int i = 0, length = norms.Length == 0 ? 0 : ordered.Length / norms.Length; i < norms.Length; i++)
        {
            double sum = 0;
            foreach (float value in ordered.AsSpan(i * length, length))
                sum += (double)value * value;
            norms[i] = (float)Math.Sqrt(sum);
        }

        return new FoldedConstant(node, sizes, norms);
    }

    /// <summary>A function of two constants, element by element, sizes of 1 being spread.</summary>
    private static FoldedConstant Combine(OperatorNode node, Func<double, double, double> floats, Func<long, long, long>? integers)
    {
        ConstantValue first = node.Constant(0), second = node.Constant(1);
        int[] sizes = BroadcastSizes(first, second);
        Spend(node, sizes);
        TensorView left = TensorView.Of(first.Sizes).Broadcast(sizes), right = TensorView.Of(second.Sizes).Broadcast(sizes);
        if (!first.IsInteger && !second.IsInteger)
        {
            float[] result = left.Read(first.SharedFloats()), others = right.Read(second.SharedFloats());
            for (int i = 0; i < result.Length; i++)
                result[i] = (float)floats(result[i], others[i]);
            return new FoldedConstant(node, sizes, result);
        }

        if (integers is null || first.IsInteger != second.IsInteger)
            throw new ModelFileException($"it is not supported for {Typed(first)} and {Typed(second)}; cast them to Float before");
        long[] wholes = left.Read(first.SharedIntegers()), otherWholes = right.Read(second.SharedIntegers());
        for (int i = 0; i < wholes.Length; i++)
            wholes[i] = integers(wholes[i], otherWholes[i]);
        return new FoldedConstant(node, sizes, wholes);
    }

    /// <summary>1 where two constants are equal and 0 elsewhere.</summary>
    private static FoldedConstant Equal(OperatorNode node)
    {
        ConstantValue first = node.Constant(0), second = node.Constant(1);
        int[] sizes = BroadcastSizes(first, second);
        Spend(node, sizes);
        TensorView left = TensorView.Of(first.Sizes).Broadcast(sizes), right = TensorView.Of(second.Sizes).Broadcast(sizes);
        return first.IsInteger && second.IsInteger
            ? new FoldedConstant(node, sizes, Equal(left.Read(first.SharedIntegers()), right.Read(second.SharedIntegers())))
            : new FoldedConstant(node, sizes, Equal(left.Read(first.SharedFloats()), right.Read(second.SharedFloats())));
    }

    private static long[] Equal<T>(T[] first, T[] second)
        where T : IEquatable<T> => [.. first.Zip(second, (x, y) => x.Equals(y) ? 1L : 0)];

    /// <summary>1 where a relation of the elements of two constants holds and 0 elsewhere.</summary>
    private static FoldedConstant Compare(OperatorNode node, Func<float, float, bool> holds)
    {
        ConstantValue first = node.Constant(0), second = node.Constant(1);
        int[] sizes = BroadcastSizes(first, second);
        Spend(node, sizes);
        float[] left = TensorView.Of(first.Sizes).Broadcast(sizes).Read(first.SharedFloats());
        float[] right = TensorView.Of(second.Sizes).Broadcast(sizes).Read(second.SharedFloats());
        return new FoldedConstant(node, sizes, [.. left.Zip(right, (x, y) => holds(x, y) ? 1L : 0)]);
    }

    private static FoldedConstant Truth(OperatorNode node, Func<float, bool> isTrue)
    {
        ConstantValue source = node.Constant(0);
        Spend(node, source.Sizes);
        return new FoldedConstant(node, source.Sizes, Array.ConvertAll(source.SharedFloats(), value => isTrue(value) ? 1L : 0));
    }

    private static FoldedConstant Apply(OperatorNode node, Func<double, double> function)
    {
        ConstantValue source = node.Constant(0);
        if (source.IsInteger)
            throw new ModelFileException($"it is not supported for {Typed(source)}; cast it to Float before");
        Spend(node, source.Sizes);
        return new FoldedConstant(node, source.Sizes, Array.ConvertAll(source.SharedFloats(), value => (float)function(value)));
    }

    private static long Divide(long x, long y) => y != 0 ? x / y : throw new ModelFileException("it divides whole numbers by 0");

    private static int[] BroadcastSizes(ConstantValue first, ConstantValue second)
    {
        int rank = Math.Max(first.Sizes.Length, second.Sizes.Length);
        return [.. Enumerable.Range(0, rank).Select(axis => (SizeAt(first, axis), SizeAt(second, axis)) switch
        {
            (1, var size) => size,
            (var size, 1) => size,
            var (left, right) when left == right => left,
            _ => throw new ModelFileException($"{Sized(first)} and {Sized(second)} do not fit each other"),
        })];

        int SizeAt(ConstantValue constant, int axis) =>
            axis < rank - constant.Sizes.Length ? 1 : constant.Sizes[axis - (rank - constant.Sizes.Length)];
    }

    /// <summary>A constant under other sizes of the same product.</summary>
    public static FoldedConstant WithSizes(OperatorNode node, ConstantValue source, IEnumerable<long> sizes) =>
        Read(node, source, TensorView.Of([.. sizes.Select(size => checked((int)size))]));

    private static FoldedConstant Read(OperatorNode node, ConstantValue source, TensorView view)
    {
        Spend(node, view.Sizes);
        return source.IsInteger
            ? new FoldedConstant(node, view.Sizes, view.Read(source.SharedIntegers()))
            : new FoldedConstant(node, view.Sizes, view.Read(source.SharedFloats()));
    }

    /// <summary>Counts a result before memory is taken for it.</summary>
    private static void Spend(OperatorNode node, int[] sizes) =>
        node.Context.SpendOnFolding(checked(sizes.Length + sizes.Aggregate(1L, (length, size) => checked(length * size))));

    /// <summary>An axis counted from the start; one below 0 is counted from the end.</summary>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new ModelFileException($"it names the axis {axis} of {rank} axes");

    private static string Sized(ConstantValue constant) => $"{constant} of sizes [{string.Join(", ", constant.Sizes)}]";

    private static string Typed(ConstantValue constant) => $"{constant} of {(constant.IsInteger ? "whole" : "floating-point")} numbers";
}
