namespace NeuralNet.Onnx;

/// <summary>Pools of sequences and images.</summary>
internal static class WindowPoolImporters
{
    public static ImportedValue MaxPool(OperatorNode node)
    {
        node.Require("storage_order", 0, 0);
        return Pool(node, isMaximum: true, countsMargins: false);
    }

    public static ImportedValue AveragePool(OperatorNode node) =>
        Pool(node, isMaximum: false, countsMargins: node.Get("count_include_pad", 0) != 0);

    public static ImportedValue GlobalAverage(OperatorNode node)
    {
        ImageOperand image = ImageOperand.Of(node);
        return image.Result(image.Source.Add(GlobalAverage(image, keepDims: true, node.LayerName())));
    }

    public static ImportedValue GlobalMaximum(OperatorNode node)
    {
        ImageOperand image = ImageOperand.Of(node);
        return image.Result(image.Source.Add(GlobalMaximum(image, keepDims: true, node.LayerName())));
    }

    /// <summary>
    /// The mean or maximum over the height and width of images, or over the steps behind the channels; null along other axes.
    /// </summary>
    public static ImportedValue? Reduce(OperatorNode node, bool isMaximum)
    {
        node.Ignore("noop_with_empty_axes");
        bool namesAxes = node.Find("axes") is not null || node.Has(1);
        if (!namesAxes || node[0] is not (LayerValue or CurveValue) || node.NodeOf(0) is not { Shape.Rank: 2 or 3 } source)
            return null;
        if (PaddingMask.Reaching(source) is not null)
            return null;
        int rank = source.Shape.Rank;
        int[] axes = [.. node.Axes(1).Select(axis => ConstantFolding.Axis(axis, rank + 1)).Order()];
        bool isFirst = axes.AsSpan().SequenceEqual(rank == 3 ? [2, 3] : [2]), isLast = rank == 3 && axes.AsSpan().SequenceEqual([1, 2]);
        if (!isFirst && !isLast)
            return null;
        bool keepDims = node.Get("keepdims", 1) switch
        {
            0 => false,
            1 => true,
            var other => throw new ModelFileException($"its attribute 'keepdims' is {other}; it should be 0 or 1"),
        };
        ImageOperand image = ImageOperand.Of(node, isFirst ? DataFormat.ChannelsFirst : DataFormat.ChannelsLast);
        return new LayerValue(source.Add(
            isMaximum ? GlobalMaximum(image, keepDims, node.LayerName()) : GlobalAverage(image, keepDims, node.LayerName())));
    }

    private static Layer GlobalAverage(ImageOperand image, bool keepDims, string? name) => image.Rank == 1
        ? new GlobalAveragePooling1D(image.Format, keepDims, name)
        : new GlobalAveragePooling2D(image.Format, keepDims, name);

    private static Layer GlobalMaximum(ImageOperand image, bool keepDims, string? name) => image.Rank == 1
        ? new GlobalMaxPooling1D(image.Format, keepDims, name)
        : new GlobalMaxPooling2D(image.Format, keepDims, name);

    private static ImportedValue Pool(OperatorNode node, bool isMaximum, bool countsMargins)
    {
        ImageOperand image = ImageOperand.Of(node);
        ImportedWindows windows = ImportedWindows.Of(node, image.Sizes, ImportedWindows.PositiveSizes(node, "kernel_shape", image.Rank));
        if (windows.Dilations.Any(rate => rate > 1))
            throw new ModelFileException($"its attribute 'dilations' is [{string.Join(", ", windows.Dilations)}]; only 1 is supported");
        if (countsMargins && windows is { HasMargins: true, IsExtended: true })
            throw new ModelFileException("its attributes 'ceil_mode' and 'count_include_pad' are 1; one of the two is supported with "
                + "margins");
        bool putsZeros = windows.Padding != Padding.Valid
            && (isMaximum ? IsNonNegative(image.Source) && windows.Padding is null : countsMargins);
        if (putsZeros)
            return image.Result(windows.WithZeros(image).Add(Layer(node, windows.Kernel, windows.Strides, Padding.Valid, image,
                isMaximum)));
        return image.Result(windows.Padding is { } padding
            ? image.Source.Add(Layer(node, windows.Kernel, windows.Strides, padding, image, isMaximum))
            : FromEachPlace(node, image, windows, isMaximum));
    }

    /// <summary>
    /// Pools windows that begin elsewhere than Keras's: with a stride of 1 all windows are there, the first (kernel − 1)/2 before the
    /// input, and a pool of size 1 takes those that are wanted.
    /// </summary>
    private static Node FromEachPlace(OperatorNode node, ImageOperand image, ImportedWindows windows, bool isMaximum)
    {
        int[] ones = [.. Enumerable.Repeat(1, image.Rank)];
        Node output = image.Source.Add(Layer(node, windows.Kernel, ones, Padding.Same, image, isMaximum));
        for (int axis = 0; axis < image.Rank; axis++)
        {
            int size = image.Sizes[axis], skipped = (windows.Kernel[axis] - 1) / 2 - windows.Before[axis];
            if (size == Shape.Open || skipped < 0 || skipped + (windows.CountOf(axis) - 1) * windows.Strides[axis] >= size)
            {
                throw new ModelFileException(
                    $"its pads are [{string.Join(", ", windows.Before)}] before the input and [{string.Join(", ", windows.After)}] "
                        + "behind it; "
                    + "pads of at most half the kernel and inputs of known sizes are supported where Keras's padding 'same' has others");
            }

            int end = skipped + (windows.CountOf(axis) - 1) * windows.Strides[axis] + 1;
            if (skipped > 0 || end < size)
                output = output.Add(new Slice(image.AxisOf(axis), skipped, end));
        }

        return output.Add(Layer(node, ones, windows.Strides, Padding.Valid, image, isMaximum: true));
    }

    private static Layer Layer(OperatorNode node, int[] pool, int[] strides, Padding padding, ImageOperand image, bool isMaximum) =>
        (image.Rank, isMaximum) switch
        {
            (1, true) => new MaxPooling1D(pool[0], strides[0], padding, image.Format, node.LayerName()),
            (1, false) => new AveragePooling1D(pool[0], strides[0], padding, image.Format, node.LayerName()),
            (_, true) => new MaxPooling2D((pool[0], pool[1]), (strides[0], strides[1]), padding, image.Format, node.LayerName()),
            (_, false) => new AveragePooling2D((pool[0], pool[1]), (strides[0], strides[1]), padding, image.Format, node.LayerName()),
        };

    /// <summary>Returns whether values are known not to be negative, so that zeros around them do not change a maximum.</summary>
    private static bool IsNonNegative(Node node)
    {
        while (node.Layer is MaxPooling1D or MaxPooling2D or AveragePooling1D or AveragePooling2D or ZeroPadding or Slice or Dropout)
            node = node.Inputs[0];
        return node.Layer.FinalActivation is { } activation
            && (activation == Activation.ReLU || activation == Activation.ReLU6 || activation == Activation.Sigmoid);
    }
}
