namespace NeuralNet.Onnx;

/// <summary>The windows of a convolution or a pool along each axis: their sizes, distances, and the margins around the input.</summary>
internal sealed class ImportedWindows
{
    private readonly int[] sizes, before, after;

    private ImportedWindows(int[] sizes, int[] kernel, int[] strides, int[] dilations, (int Before, int After)[] margins)
    {
        (this.sizes, Kernel, Strides, Dilations) = (sizes, kernel, strides, dilations);
        before = [.. margins.Select(margin => margin.Before)];
        after = [.. margins.Select(margin => margin.After)];
    }

    public int[] Kernel { get; }

    public int[] Strides { get; }

    public int[] Dilations { get; }

    /// <summary>The elements before the first of the input that the first window covers, along each axis.</summary>
    public int[] Before => before;

    /// <summary>The elements behind the last of the input.</summary>
    public int[] After => after;

    /// <summary>Gets a value indicating whether a margin is larger than stated, so that the last window fits (<c>ceil_mode</c>).</summary>
    public bool IsExtended { get; private init; }

    public bool HasMargins => before.Any(margin => margin > 0) || after.Any(margin => margin > 0);

    /// <summary>The padding of a layer with these windows; null if no padding of Keras has these margins.</summary>
    public Padding? Padding => Axes.All(IsValid) ? NeuralNet.Padding.Valid
        : Axes.All(IsSame) ? NeuralNet.Padding.Same
        : null;

    /// <summary>Gets a value indicating whether the windows of a sequence end at each step and cover earlier ones.</summary>
    public bool IsCausal => Kernel.Length == 1 && before[0] == ExtentOf(0) - 1 && after[0] == 0;

    private IEnumerable<int> Axes => Enumerable.Range(0, Kernel.Length);

    /// <summary>Reads the attributes of an operator.</summary>
    /// <exception cref="ModelFileException">They do not fit the input, or need the size of an open axis.</exception>
    public static ImportedWindows Of(OperatorNode node, int[] sizes, int[] kernel)
    {
        int[] strides = PositiveSizes(node, "strides", sizes.Length), dilations = PositiveSizes(node, "dilations", sizes.Length);
        if (kernel.Length != sizes.Length || kernel.Any(size => size < 1))
            throw new ModelFileException($"its kernel has the sizes [{string.Join(", ", kernel)}]; it needs {sizes.Length} above 0");
        var margins = new (int Before, int After)[sizes.Length];
        for (int axis = 0; axis < sizes.Length; axis++)
            margins[axis] = MarginsOf(node, axis, sizes[axis], ExtentOf(kernel[axis], dilations[axis]), strides[axis], sizes.Length);
        bool isExtended = false;
        if (node.Get("ceil_mode", 0) != 0)
        {
            for (int axis = 0; axis < sizes.Length; axis++)
            {
                int added = Extension(sizes[axis], ExtentOf(kernel[axis], dilations[axis]), strides[axis], margins[axis]);
                margins[axis].After += added;
                isExtended |= added > 0;
            }
        }

        return new ImportedWindows(sizes, kernel, strides, dilations, margins) { IsExtended = isExtended };
    }

    /// <summary>Reads a list of numbers of at least 1, which are 1 if the operator has none.</summary>
    public static int[] PositiveSizes(OperatorNode node, string attribute, int count)
    {
        int[] values = node.Find(attribute) is { } listed
            ? [.. listed.Ints.Select(value => checked((int)value))]
            : [.. Enumerable.Repeat(1, count)];
        return values.Length == count && values.All(value => value >= 1)
            ? values
            : throw new ModelFileException($"its attribute '{attribute}' is [{string.Join(", ", values)}]; it needs {count} numbers "
                + "above 0");
    }

    /// <summary>Reads the margins at the start and the end of an axis, as <c>pads</c> states them.</summary>
    public static (int Before, int After) PadsOf(OperatorNode node, int axis, int count)
    {
        if (node.Find("pads") is not { } pads)
            return (0, 0);
        if (pads.Ints.Count != 2 * count || pads.Ints.Any(margin => margin < 0))
        {
            throw new ModelFileException(
                $"its attribute 'pads' is [{string.Join(", ", pads.Ints)}]; it needs {2 * count} numbers that are not negative");
        }

        return (checked((int)pads.Ints[axis]), checked((int)pads.Ints[axis + count]));
    }

    /// <summary>Reads <c>auto_pad</c>, NOTSET by default.</summary>
    public static string AutoPadOf(OperatorNode node)
    {
        string value = node.Find("auto_pad") is { S.IsEmpty: false } attribute ? attribute.S.ToStringUtf8() : "NOTSET";
        return value is "NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER"
            ? value
            : throw new ModelFileException($"its attribute 'auto_pad' is '{value}'; NOTSET, VALID, SAME_UPPER and SAME_LOWER are "
                + "supported");
    }

    /// <summary>The number of elements from the first to the last of a window along an axis.</summary>
    public int ExtentOf(int axis) => ExtentOf(Kernel[axis], Dilations[axis]);

    /// <summary>The number of windows along an axis of known size.</summary>
    public int CountOf(int axis) => checked(sizes[axis] + before[axis] + after[axis] - ExtentOf(axis)) / Strides[axis] + 1;

    /// <summary>Returns images with zeros in the margins.</summary>
    public Node WithZeros(ImageOperand image) => Kernel.Length == 1
        ? image.Source.Add(new ZeroPadding1D((before[0], after[0]), image.Format))
        : image.Source.Add(new ZeroPadding2D(((before[0], after[0]), (before[1], after[1])), image.Format));

    private static int ExtentOf(int kernel, int dilation) => checked((kernel - 1) * dilation + 1);

    private static (int Before, int After) MarginsOf(OperatorNode node, int axis, int size, int extent, int stride, int count)
    {
        string autoPad = AutoPadOf(node);
        (int Before, int After) pads = PadsOf(node, axis, count);
        if (autoPad is "NOTSET" or "VALID")
            return autoPad == "VALID" ? (0, 0) : pads;
        if (size == Shape.Open && stride > 1)
        {
            throw new ModelFileException(
                $"its attribute 'auto_pad' is {autoPad}, for which the size of the axis {axis + 2} has to be known if the stride is "
                    + "above 1");
        }

        int total = stride == 1 ? extent - 1 : Math.Max(((size - 1) / stride * stride) + extent - size, 0);
        return autoPad == "SAME_UPPER" ? (total / 2, total - (total / 2)) : (total - (total / 2), total / 2);
    }

    /// <summary>The last window begins in the input or the margin before it.</summary>
    private static int Extension(int size, int extent, int stride, (int Before, int After) margins)
    {
        if (stride == 1)
            return 0;
        if (size == Shape.Open)
            throw new ModelFileException("its attribute 'ceil_mode' is 1, for which the sizes of the axes have to be known");
        int padded = checked(size + margins.Before + margins.After), steps = Math.Max(padded - extent + stride - 1, 0) / stride;
        if (steps * stride >= size + margins.Before)
            steps--;
        return Math.Max((steps * stride) + extent - padded, 0);
    }

    /// <summary>A margin behind the input that no window reaches has no effect.</summary>
    private bool IsValid(int axis) => before[axis] == 0
        && (after[axis] == 0
            || (sizes[axis] != Shape.Open && sizes[axis] >= ExtentOf(axis)
                && CountOf(axis) == ((sizes[axis] - ExtentOf(axis)) / Strides[axis]) + 1));

    private bool IsSame(int axis)
    {
        int size = sizes[axis], extent = ExtentOf(axis), stride = Strides[axis];
        if (size == Shape.Open)
            return stride == 1 && before[axis] == (extent - 1) / 2 && after[axis] == extent - 1 - before[axis];
        int count = ((size - 1) / stride) + 1;
        return CountOf(axis) == count && before[axis] == Math.Max(((count - 1) * stride) + extent - size, 0) / 2;
    }
}
