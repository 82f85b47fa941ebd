using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>Writes the pools of sequences and images.</summary>
internal static class WindowPoolExporters
{
    public static string Maximum(LayerUse use, MaxPooling1D layer) =>
        Pool(use, "MaxPool", layer.DataFormat, [layer.PoolSize], [layer.Strides], layer.Padding, [OnnxAttribute.Of("storage_order", 0)]);

    public static string Maximum(LayerUse use, MaxPooling2D layer) => Pool(
        use, "MaxPool", layer.DataFormat, Pair(layer.PoolSize), Pair(layer.Strides), layer.Padding, [OnnxAttribute.Of("storage_order", 0)]);

    public static string Average(LayerUse use, AveragePooling1D layer) => Pool(
        use, "AveragePool", layer.DataFormat, [layer.PoolSize], [layer.Strides], layer.Padding, [OnnxAttribute.Of("count_include_pad", 0)]);

    public static string Average(LayerUse use, AveragePooling2D layer) => Pool(
        use, "AveragePool", layer.DataFormat, Pair(layer.PoolSize), Pair(layer.Strides), layer.Padding,
        [OnnxAttribute.Of("count_include_pad", 0)]);

    public static string GlobalAverage(LayerUse use, GlobalAveragePooling2D layer) =>
        Reduce(use, "ReduceMean", layer.DataFormat, layer.KeepDims);

    public static string GlobalMaximum(LayerUse use, GlobalMaxPooling2D layer) =>
        Reduce(use, "ReduceMax", layer.DataFormat, layer.KeepDims);

    /// <summary>The mean or maximum along the axes beside the batch and the channels.</summary>
    public static string Reduce(LayerUse use, string operatorType, DataFormat format, bool keepDims)
    {
        int first = format == DataFormat.ChannelsFirst ? 2 : 1;
        long[] axes = [.. Enumerable.Range(first, use.Input.Shape.Rank - 1).Select(axis => (long)axis)];
        return use.Add(operatorType, [use.Input.Name], OnnxAttribute.Of("axes", axes), OnnxAttribute.Of("keepdims", keepDims ? 1 : 0));
    }

    private static string Pool(
        LayerUse use, string operatorType, DataFormat format, int[] pool, int[] strides, Padding padding, AttributeProto[] settings)
    {
        var image = new ImageUse(use, format);
        int[] ones = Array.ConvertAll(pool, _ => 1);
        return image.Result(use.Add(
            operatorType, [image.Input],
            [
                ImageUse.Numbers("kernel_shape", pool), ImageUse.Numbers("strides", strides), OnnxAttribute.Of("ceil_mode", 0), .. settings,
                .. image.Margins(padding, pool, strides, ones),
            ]));
    }

    private static int[] Pair(Size2D size) => [size.Height, size.Width];
}
