namespace NeuralNet.Onnx;

/// <summary>Writes the layers that add or remove margins of images and sequences, or resize them.</summary>
internal static class ImageExporters
{
    public static string ZeroPadding1D(LayerUse use, ZeroPadding1D layer) => Pad(use, layer.DataFormat, [layer.Padding]);

    public static string ZeroPadding2D(LayerUse use, ZeroPadding2D layer)
    {
        Margins2D margins = layer.Padding;
        return Pad(use, layer.DataFormat, [margins.Vertical, margins.Horizontal]);
    }

    public static string Cropping1D(LayerUse use, Cropping1D layer) => Crop(use, DataFormat.ChannelsLast, [layer.Cropping]);

    public static string Cropping2D(LayerUse use, Cropping2D layer)
    {
        Margins2D margins = layer.Cropping;
        return Crop(use, layer.DataFormat, [margins.Vertical, margins.Horizontal]);
    }

    /// <exception cref="NotSupportedException">The images are not larger than the part, so that the layer resizes them.</exception>
    public static string CenterCrop(LayerUse use, CenterCrop layer)
    {
        int first = layer.DataFormat == DataFormat.ChannelsFirst ? 1 : 0;
        int height = use.Input.Shape[first] - layer.Height, width = use.Input.Shape[first + 1] - layer.Width;
        if (use.Input.Shape[first] == Shape.Open || use.Input.Shape[first + 1] == Shape.Open || height < 0 || width < 0)
        {
            throw new NotSupportedException(
                $"The layer '{layer.Name}' ({layer.ClassName}) takes {layer.Height} × {layer.Width} pixels of images that may be smaller, "
                + $"{use.Input.Shape.ToStringWithBatch()}; it can be written as ONNX for images of a fixed size that are not smaller.");
        }

        return Crop(use, layer.DataFormat, [new(height / 2, height - (height / 2)), new(width / 2, width - (width / 2))]);
    }

    public static string UpSampling1D(LayerUse use, UpSampling1D layer) =>
        Resize(use, DataFormat.ChannelsLast, [layer.Size], Interpolation.Nearest);

    public static string UpSampling2D(LayerUse use, UpSampling2D layer)
    {
        Size2D size = layer.Size;
        return Resize(use, layer.DataFormat, [size.Height, size.Width], layer.Interpolation);
    }

    /// <exception cref="NotSupportedException">Opset 17 has no operator with these settings.</exception>
    public static string Resizing(LayerUse use, Resizing layer)
    {
        string? unsupported = layer switch
        {
            { Antialias: true } => "antialias",
            { CropToAspectRatio: true } => "crop_to_aspect_ratio",
            { PadToAspectRatio: true } => "pad_to_aspect_ratio",
            _ => null,
        };
        return unsupported is null
            ? Resize(use, layer.DataFormat, null, layer.Interpolation)
            : throw new NotSupportedException(
                $"The layer '{layer.Name}' ({layer.ClassName}) has the setting {unsupported}, which has no counterpart in ONNX.");
    }

    private static string Pad(LayerUse use, DataFormat format, Margins1D[] margins)
    {
        (int, int)[] all = WithOtherAxes(format, margins);
        long[] pads = [.. all.Select(margin => (long)margin.Item1), .. all.Select(margin => (long)margin.Item2)];
        return use.Add("Pad", [use.Input.Name, use.Constant("pads", pads)], OnnxAttribute.Of("mode", "constant"));
    }

    /// <summary>The end of an axis from which nothing is removed lies beyond it.</summary>
    private static string Crop(LayerUse use, DataFormat format, Margins1D[] margins)
    {
        long[] axes = [.. Enumerable.Range(format == DataFormat.ChannelsFirst ? 2 : 1, margins.Length).Select(axis => (long)axis)];
        return use.Add("Slice",
        [
            use.Input.Name,
            use.Constant("starts", [.. margins.Select(margin => (long)margin.Start)]),
            use.Constant("ends", [.. margins.Select(margin => margin.End == 0 ? long.MaxValue : -margin.End)]),
            use.Constant("axes", axes),
        ]);
    }

    private static (int Start, int End)[] WithOtherAxes(DataFormat format, Margins1D[] margins)
    {
        IEnumerable<(int, int)> pairs = margins.Select(margin => (margin.Start, margin.End));
        return format == DataFormat.ChannelsFirst ? [(0, 0), (0, 0), .. pairs] : [(0, 0), .. pairs, (0, 0)];
    }

    /// <summary>Resizes by factors, or to the sizes of the output.</summary>
    private static string Resize(LayerUse use, DataFormat format, int[]? factors, Interpolation interpolation)
    {
        string mode = interpolation switch
        {
            Interpolation.Nearest => "nearest",
            Interpolation.Bilinear => "linear",
            Interpolation.Bicubic => "cubic",
            _ => throw new NotSupportedException(
                $"The layer '{use.Layer.Name}' ({use.Layer.ClassName}) has the interpolation {interpolation}, which has no counterpart in "
                + "ONNX; Nearest, Bilinear and Bicubic have one."),
        };
        var image = new ImageUse(use, format);
        string[] inputs = factors is not null
            ? [image.Input, "", use.Constant("scales", [1, 1, .. factors.Select(factor => (float)factor)])]
            : [image.Input, "", "", SizesOf(use, image)];
        return image.Result(image.Add(
            "Resize", inputs, OnnxAttribute.Of("mode", mode), OnnxAttribute.Of("coordinate_transformation_mode", "half_pixel"),
            OnnxAttribute.Of("nearest_mode", "round_prefer_ceil"), OnnxAttribute.Of("cubic_coeff_a", -0.5f),
            OnnxAttribute.Of("exclude_outside", mode == "cubic" ? 1 : 0)));
    }

    /// <summary>The sizes of the output; that of the batch is that of the input.</summary>
    private static string SizesOf(LayerUse use, ImageUse image)
    {
        string shape = use.Add("Shape", [image.Input]);
        string unchanged = use.Add("Slice", [shape, use.Constant("first", [0L]), use.Constant("second", [2L]), use.Constant("axis", [0L])]);
        return use.Add(
            "Concat", [unchanged, use.Constant("sizes", [.. image.OutputSizes.Select(size => (long)size)])], OnnxAttribute.Of("axis", 0));
    }
}
