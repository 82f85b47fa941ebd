namespace NeuralNet.Onnx;

/// <summary>The settings of a convolution.</summary>
internal sealed record ConvolutionSettings(
    int Filters, int Groups, bool IsDepthwise, ImportedWindows Windows, Padding Padding, DataFormat Format, bool HasBias)
{
    /// <summary>A text that is equal for equal settings, beside those that are attributes of the operator.</summary>
    public string Key => $"{Padding} {Format}";

    /// <summary>Creates the layer. The kernel of a depthwise convolution has the same order of values as that of one in groups.</summary>
    public Layer MakeLayer(Activation? activation, string? name)
    {
        (int[] kernel, int[] strides, int[] dilations) = (Windows.Kernel, Windows.Strides, Windows.Dilations);
        return (kernel, IsDepthwise) switch
        {
            ([int length], false) => new Conv1D(
                Filters, length, strides[0], Padding, Format, dilations[0], Groups, activation, HasBias, name: name),
            ([int length], true) => new DepthwiseConv1D(
                length, strides[0], Padding, Filters / Groups, Format, dilations[0], activation, HasBias, name: name),
            (_, false) => new Conv2D(
                Filters, (kernel[0], kernel[1]), (strides[0], strides[1]), Padding, Format, (dilations[0], dilations[1]), Groups,
                activation, HasBias, name: name),
            (_, true) => new DepthwiseConv2D(
                (kernel[0], kernel[1]), (strides[0], strides[1]), Padding, Filters / Groups, Format, (dilations[0], dilations[1]),
                activation, HasBias, name: name),
        };
    }
}
