namespace NeuralNet.Onnx;

/// <summary>Writes convolutions. Keras has the axes of a kernel in the order (…, channels, filters), ONNX in reverse.</summary>
internal static class ConvolutionExporters
{
    public static string Conv1D(LayerUse use, Conv1D layer) => Convolution(
        use, new(layer.DataFormat, [layer.KernelSize], [layer.Strides], [layer.DilationRate], layer.Padding), layer.Groups);

    public static string Conv2D(LayerUse use, Conv2D layer) => Convolution(
        use, new(layer.DataFormat, Pair(layer.KernelSize), Pair(layer.Strides), Pair(layer.DilationRate), layer.Padding), layer.Groups);

    public static string DepthwiseConv1D(LayerUse use, DepthwiseConv1D layer) => Depthwise(
        use, new(layer.DataFormat, [layer.KernelSize], [layer.Strides], [layer.DilationRate], layer.Padding));

    public static string DepthwiseConv2D(LayerUse use, DepthwiseConv2D layer) => Depthwise(
        use, new(layer.DataFormat, Pair(layer.KernelSize), Pair(layer.Strides), Pair(layer.DilationRate), layer.Padding));

    public static string SeparableConv1D(LayerUse use, SeparableConv1D layer) => Separable(
        use, new(layer.DataFormat, [layer.KernelSize], [layer.Strides], [layer.DilationRate], layer.Padding));

    public static string SeparableConv2D(LayerUse use, SeparableConv2D layer) => Separable(
        use, new(layer.DataFormat, Pair(layer.KernelSize), Pair(layer.Strides), Pair(layer.DilationRate), layer.Padding));

    public static string Conv1DTranspose(LayerUse use, Conv1DTranspose layer) => Transposed(
        use, new(layer.DataFormat, [layer.KernelSize], [layer.Strides], [layer.DilationRate], layer.Padding),
        layer.OutputPadding is int added ? [added] : null);

    public static string Conv2DTranspose(LayerUse use, Conv2DTranspose layer) => Transposed(
        use, new(layer.DataFormat, Pair(layer.KernelSize), Pair(layer.Strides), Pair(layer.DilationRate), layer.Padding),
        layer.OutputPadding is { } added ? Pair(added) : null);

    private static string Convolution(LayerUse use, WindowSettings settings, int groups)
    {
        var image = new ImageUse(use, settings.Format);
        return Finish(use, image, Conv(use, image, image.Input, Reversed(use, "kernel"), groups, settings, Bias(use)));
    }

    private static string Depthwise(LayerUse use, WindowSettings settings)
    {
        var image = new ImageUse(use, settings.Format);
        return Finish(use, image, Conv(use, image, image.Input, Grouped(use, "kernel"), image.Channels, settings, Bias(use)));
    }

    /// <summary>A convolution of each channel, then one of all channels at each place.</summary>
    private static string Separable(LayerUse use, WindowSettings settings)
    {
        var image = new ImageUse(use, settings.Format);
        string channels = Conv(use, image, image.Input, Grouped(use, "depthwise_kernel"), image.Channels, settings, []);
        int[] ones = Array.ConvertAll(settings.Kernel, _ => 1);
        WindowSettings point = new(settings.Format, ones, ones, ones, Padding.Valid);
        return Finish(use, image, Conv(use, image, channels, Reversed(use, "pointwise_kernel"), 1, point, Bias(use)));
    }

    /// <summary>
    /// Along an axis, s·(n − 1) + e elements follow from n, and the pads are cut off them, where s is the stride and e the extent of the
    /// kernel. Keras: backend/common/backend_utils.py, <c>_get_output_shape_given_tf_padding</c>.
    /// </summary>
    private static string Transposed(LayerUse use, WindowSettings settings, int[]? outputPadding)
    {
        var image = new ImageUse(use, settings.Format);
        int count = settings.Kernel.Length;
        long[] pads = new long[2 * count], added = new long[count];
        for (int axis = 0; axis < count; axis++)
        {
            int extent = settings.ExtentOf(axis), stride = settings.Strides[axis];
            bool isSame = settings.Padding == Padding.Same;
            int total = (isSame, outputPadding) switch
            {
                (false, null) => Math.Max(stride - extent, 0) + (2 * (extent - 1)),
                (false, _) => outputPadding[axis] + (2 * (extent - 1)),
                (true, null) => stride + extent - 2,
                (true, _) => extent + (extent % 2) - 2 + outputPadding[axis],
            };
            pads[axis] = isSame ? extent - 1 - Math.Min((total + 1) / 2, extent - 1) : 0;
            long surplus = extent - pads[axis] - (2 + total - extent);
            pads[axis + count] = Math.Max(surplus, 0);
            added[axis] = Math.Max(-surplus, 0);
        }

        string output = use.Add(
            "ConvTranspose", [image.Input, Reversed(use, "kernel"), .. Bias(use)],
            [
                .. settings.Attributes(1), OnnxAttribute.Of("auto_pad", "NOTSET"), OnnxAttribute.Of("pads", pads),
                OnnxAttribute.Of("output_padding", added),
            ]);
        return Finish(use, image, output);
    }

    private static string Conv(
        LayerUse use, ImageUse image, string input, string kernel, int groups, WindowSettings settings, string[] bias) => use.Add(
            "Conv", [input, kernel, .. bias],
            [.. settings.Attributes(groups), .. image.Margins(settings.Padding, settings.Kernel, settings.Strides, settings.Dilations)]);

    private static string Finish(LayerUse use, ImageUse image, string output) =>
        ActivationExporters.Export(use, use.Layer.FinalActivation!, image.Result(output));

    private static string[] Bias(LayerUse use) => use.Has("bias") ? [use.Parameter("bias")] : [];

    private static int[] Pair(Size2D size) => [size.Height, size.Width];

    /// <summary>Writes a kernel of the sizes (…, b, a) as (a, b, …).</summary>
    private static string Reversed(LayerUse use, string parameter) => use.Parameter(parameter, kernel =>
    {
        int[] sizes = [.. kernel.Shape];
        return Moved(kernel.Value.AsSpan(), sizes[^1], sizes[^2], sizes[..^2]);
    });

    /// <summary>Writes a kernel of the sizes (…, channels, multiplier) as (channels·multiplier, 1, …).</summary>
    private static string Grouped(LayerUse use, string parameter) => use.Parameter(parameter, kernel =>
    {
        int[] sizes = [.. kernel.Shape];
        return Moved(kernel.Value.AsSpan(), sizes[^2] * sizes[^1], 1, sizes[..^2]);
    });

    private static (int[] Sizes, float[] Values) Moved(ReadOnlySpan<float> values, int outer, int inner, int[] windows)
    {
        var moved = new float[values.Length];
        int places = values.Length / (outer * inner);
        for (int place = 0; place < places; place++)
        {
            for (int i = 0; i < outer * inner; i++)
                moved[((((i % outer) * inner) + (i / outer)) * places) + place] = values[(place * outer * inner) + i];
        }

        return ([outer, inner, .. windows], moved);
    }
}
