namespace NeuralNet.Onnx;

/// <summary>
/// The windows of a transposed convolution. Along an axis, s·(n − 1) + e + <c>output_padding</c> elements follow from n, where s is the
/// stride and e the extent of the kernel; the pads are cut off them.
/// </summary>
internal sealed class TransposedWindows
{
    private readonly int[] kernel, strides, dilations, outputPadding;
    private readonly (int Start, int End)[] cut;

    private TransposedWindows(int[] kernel, int[] strides, int[] dilations, int[] outputPadding, (int Start, int End)[] cut) =>
        (this.kernel, this.strides, this.dilations, this.outputPadding, this.cut) = (kernel, strides, dilations, outputPadding, cut);

    /// <summary>A text that is equal for equal settings.</summary>
    public string Key => $"{Padding} {string.Join(' ', cut)}";

    /// <summary>The padding of a layer that cuts off as much; Valid, with layers behind it that cut, if none does.</summary>
    private Padding Padding => Axes.Any(axis => cut[axis] != (0, 0)) && (Axes.All(IsSame) || Axes.All(IsSameWithOutputPadding))
        ? Padding.Same
        : Padding.Valid;

    private IEnumerable<int> Axes => Enumerable.Range(0, kernel.Length);

    /// <summary>Reads the attributes of an operator.</summary>
    /// <exception cref="ModelFileException">They contradict each other, or an open axis has to be known.</exception>
    public static TransposedWindows Of(OperatorNode node, int[] sizes, int[] kernel)
    {
        int count = sizes.Length;
        int[] strides = ImportedWindows.PositiveSizes(node, "strides", count);
        int[] dilations = ImportedWindows.PositiveSizes(node, "dilations", count);
        int[] outputPadding = Numbers(node, "output_padding", count) ?? new int[count];
        int[]? outputShape = Numbers(node, "output_shape", count);
        var cut = new (int Start, int End)[count];
        for (int axis = 0; axis < count; axis++)
        {
            int extent = checked((kernel[axis] - 1) * dilations[axis] + 1), all = extent + outputPadding[axis];
            string autoPad = ImportedWindows.AutoPadOf(node);
            (int Before, int After) pads = ImportedWindows.PadsOf(node, axis, count);
            if (outputShape is not null && sizes[axis] == Shape.Open)
                throw new ModelFileException("its attribute 'output_shape' states sizes that follow from an open axis");
            int? total = outputShape is not null ? checked(((sizes[axis] - 1) * strides[axis]) + all - outputShape[axis])
                : autoPad is "SAME_UPPER" or "SAME_LOWER" ? all - strides[axis]
                : null;
            if (total < 0)
                outputPadding[axis] -= total.Value;
            int around = Math.Max(total ?? 0, 0);
            cut[axis] = (total, autoPad) switch
            {
                (null, "VALID") => (0, 0),
                (null, _) => pads,
                (_, "SAME_UPPER") => (around / 2, around - (around / 2)),
                _ => (around - (around / 2), around / 2),
            };
        }

        return new TransposedWindows(kernel, strides, dilations, outputPadding, cut);
    }

    /// <summary>Creates the layer without what cuts its output.</summary>
    public Layer MakeLayer(int filters, DataFormat format, Activation? activation, bool hasBias, string? name)
    {
        bool isDefault = Padding == Padding.Same
            ? Axes.All(IsSame)
            : Axes.All(axis => outputPadding[axis] == Math.Max(strides[axis] - ExtentOf(axis), 0));
        int[]? added = isDefault ? null
            : Padding == Padding.Same ? [.. Axes.Select(axis => Growth(axis) - (ExtentOf(axis) % 2))] : outputPadding;
        return kernel.Length == 1
            ? new Conv1DTranspose(
                filters, kernel[0], strides[0], Padding, added?[0], format, dilations[0], activation, hasBias, name: name)
            : new Conv2DTranspose(
                filters, (kernel[0], kernel[1]), (strides[0], strides[1]), Padding, added is null ? null : (added[0], added[1]), format,
                (dilations[0], dilations[1]), activation, hasBias, name: name);
    }

    /// <summary>Returns the output of the layer without the elements that the pads cut off.</summary>
    public Node Crop(ImageOperand output)
    {
        Node cropped = output.Source;
        for (int axis = 0; axis < kernel.Length && Padding == Padding.Valid; axis++)
        {
            if (cut[axis] != (0, 0))
                cropped = cropped.Add(new Slice(output.AxisOf(axis), cut[axis].Start, cut[axis].End == 0 ? null : -cut[axis].End));
        }

        return cropped;
    }

    private static int[]? Numbers(OperatorNode node, string attribute, int count)
    {
        if (node.Find(attribute) is not { } listed)
            return null;
        return listed.Ints.Count == count && listed.Ints.All(value => value >= 0)
            ? [.. listed.Ints.Select(value => checked((int)value))]
            : throw new ModelFileException(
                $"its attribute '{attribute}' is [{string.Join(", ", listed.Ints)}]; it needs {count} numbers that are not negative");
    }

    private int ExtentOf(int axis) => (kernel[axis] - 1) * dilations[axis] + 1;

    /// <summary>The size of the output of one element.</summary>
    private int Growth(int axis) => ExtentOf(axis) + outputPadding[axis] - cut[axis].Start - cut[axis].End;

    /// <summary>Keras: backend/common/backend_utils.py, <c>_get_output_shape_given_tf_padding</c>.</summary>
    private bool IsSame(int axis) =>
        Growth(axis) == strides[axis] && CutBySame(axis, strides[axis] + ExtentOf(axis) - 2) == cut[axis].Start;

    private bool IsSameWithOutputPadding(int axis)
    {
        int extent = ExtentOf(axis), added = Growth(axis) - (extent % 2);
        return added >= 0 && added < strides[axis] && CutBySame(axis, extent + (extent % 2) - 2 + added) == cut[axis].Start;
    }

    private int CutBySame(int axis, int padding)
    {
        int extent = ExtentOf(axis);
        return extent - 1 - Math.Min((padding + 1) / 2, extent - 1);
    }
}
