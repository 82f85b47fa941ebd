using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>The windows of a convolution that is written.</summary>
internal sealed record WindowSettings(DataFormat Format, int[] Kernel, int[] Strides, int[] Dilations, Padding Padding)
{
    public int ExtentOf(int axis) => (Kernel[axis] - 1) * Dilations[axis] + 1;

    /// <summary>Returns the attributes of the windows, without those of the margins.</summary>
    public AttributeProto[] Attributes(int groups) =>
    [
        ImageUse.Numbers("kernel_shape", Kernel), ImageUse.Numbers("strides", Strides), ImageUse.Numbers("dilations", Dilations),
        OnnxAttribute.Of("group", groups),
    ];
}
