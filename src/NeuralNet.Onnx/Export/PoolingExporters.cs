using NeuralNet.Onnx.Schema;

namespace NeuralNet.Onnx;

/// <summary>
/// Writes the layers that reduce the steps of a sample. Padding is left out; a sample of padding only gives zeros.
/// </summary>
internal static class PoolingExporters
{
    private static AttributeProto Steps => OnnxAttribute.Of("axes", [1L]);

    public static string Average(LayerUse use, GlobalAveragePooling1D layer) => layer.DataFormat == DataFormat.ChannelsFirst
        ? WindowPoolExporters.Reduce(use, "ReduceMean", layer.DataFormat, layer.KeepDims)
        : WithSteps(use, layer, AverageOfSteps(use));

    public static string Maximum(LayerUse use, GlobalMaxPooling1D layer) => layer.DataFormat == DataFormat.ChannelsFirst
        ? WindowPoolExporters.Reduce(use, "ReduceMax", layer.DataFormat, layer.KeepDims)
        : WithSteps(use, layer, MaximumOfSteps(use));

    /// <summary>Restores the axis of the steps, with size 1, if the layer keeps it.</summary>
    private static string WithSteps(LayerUse use, GlobalPooling layer, string pooled) => layer.KeepDims
        ? use.Add(
            "Reshape", [pooled, use.Constant("shape", [0L, 1L, LayerExporters.Size(use.Input.Shape.Last)])],
            OnnxAttribute.Of("allowzero", 0))
        : pooled;

    private static string AverageOfSteps(LayerUse use)
    {
        if (use.Input.Mask is not { } mask)
            return use.Add("ReduceMean", [use.Input.Name], Steps, OnnxAttribute.Of("keepdims", 0));
        string data = use.Add("Mul", [use.Input.Name, Column(use, mask.Value)]);
        string sum = use.Add("ReduceSum", [data, use.Constant("steps", [1L])], OnnxAttribute.Of("keepdims", 0));
        return use.Add("Div", [sum, use.Add("Max", [Count(use, mask.Value), use.Constant("one", 1f)])]);
    }

    private static string MaximumOfSteps(LayerUse use)
    {
        if (use.Input.Mask is not { } mask)
            return use.Add("ReduceMax", [use.Input.Name], Steps, OnnxAttribute.Of("keepdims", 0));
        string isData = use.Add("Greater", [Column(use, mask.Value), use.Constant("zero", 0f)]);
        string data = use.Add("Where", [isData, use.Input.Name, use.Constant("minimum", float.MinValue)]);
        string maximum = use.Add("ReduceMax", [data], Steps, OnnxAttribute.Of("keepdims", 0));
        return use.Add("Mul", [maximum, use.Add("Min", [Count(use, mask.Value), use.Constant("one", 1f)])]);
    }

    /// <summary>The mask as (batch, steps, 1).</summary>
    private static string Column(LayerUse use, string mask) => use.Add("Unsqueeze", [mask, use.Constant("features", [-1L])]);

    /// <summary>The number of steps that are data, (batch, 1).</summary>
    private static string Count(LayerUse use, string mask) =>
        use.Add("ReduceSum", [mask, use.Constant("steps", [1L])], OnnxAttribute.Of("keepdims", 1));
}
