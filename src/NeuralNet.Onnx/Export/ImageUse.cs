using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>A use of a layer for images or sequences, whose channels ONNX has on the second axis.</summary>
internal sealed class ImageUse
{
    private readonly LayerUse use;
    private readonly bool isChannelsFirst;

    public ImageUse(LayerUse use, DataFormat format)
    {
        this.use = use;
        isChannelsFirst = format == DataFormat.ChannelsFirst;
        Input = isChannelsFirst
            ? use.Input.Name
            : use.Add("Transpose", [use.Input.Name], OnnxAttribute.Of("perm", FeatureAxis.ToSecond(use.Input.Shape.Rank + 1)));
    }

    /// <summary>The name of the input with the channels first.</summary>
    public string Input { get; }

    /// <summary>The number of axes beside the batch and the channels.</summary>
    public int Rank => use.Input.Shape.Rank - 1;

    public int Channels => ChannelsOf(use.Input.Shape);

    /// <summary>The sizes of the axes beside the batch and the channels.</summary>
    public int[] Sizes => SizesOf(use.Input.Shape);

    public int[] OutputSizes => SizesOf(use.OutputShape);

    /// <summary>Writes an operator of images.</summary>
    public string Add(string operatorType, IEnumerable<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        use.Add(operatorType, inputs, attributes);

    /// <summary>Returns the name of a value in the order that the layer has.</summary>
    public string Result(string value) => isChannelsFirst || use.OutputShape.Rank == 1
        ? value
        : use.Add("Transpose", [value], OnnxAttribute.Of("perm", FeatureAxis.ToLast(use.OutputShape.Rank + 1)));

    /// <summary>
    /// The margins that Keras's padding adds, as attributes: numbers where the size of the input is known, otherwise SAME_UPPER, which has
    /// the same margins.
    /// </summary>
    public AttributeProto[] Margins(Padding padding, int[] kernel, int[] strides, int[] dilations)
    {
        int[] sizes = Sizes;
        bool isSame = padding == Padding.Same;
        if (isSame && sizes.Contains(Shape.Open))
            return [OnnxAttribute.Of("auto_pad", "SAME_UPPER")];
        var pads = new long[2 * kernel.Length];
        for (int axis = 0; axis < kernel.Length && padding != Padding.Valid; axis++)
        {
            int extent = (kernel[axis] - 1) * dilations[axis] + 1;
            int total = isSame ? Math.Max(((sizes[axis] - 1) / strides[axis] * strides[axis]) + extent - sizes[axis], 0) : extent - 1;
            pads[axis] = isSame ? total / 2 : total;
            pads[axis + kernel.Length] = total - pads[axis];
        }

        return [OnnxAttribute.Of("auto_pad", "NOTSET"), OnnxAttribute.Of("pads", pads)];
    }

    public static AttributeProto Numbers(string name, int[] values) =>
        OnnxAttribute.Of(name, Array.ConvertAll(values, value => (long)value));

    private int ChannelsOf(Shape shape) => isChannelsFirst ? shape[0] : shape[^1];

    private int[] SizesOf(Shape shape) => isChannelsFirst ? [.. shape.Skip(1)] : [.. shape.SkipLast(1)];
}
