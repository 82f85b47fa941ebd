namespace NeuralNet.Onnx;

/// <summary>Writes the layers that move values or take a part of them.</summary>
internal static class ShapeExporters
{
    public static string Permute(LayerUse use, Permute layer) =>
        use.Add("Transpose", [use.Input.Name], OnnxAttribute.Of("perm", [0L, .. layer.Dims.Select(axis => (long)axis)]));

    /// <summary>An end beyond every axis stands for the end of the axis.</summary>
    public static string Slice(LayerUse use, Slice layer) => use.Add("Slice",
    [
        use.Input.Name,
        use.Constant("start", [(long)layer.Start]),
        use.Constant("stop", [layer.Stop ?? long.MaxValue]),
        use.Constant("axis", [(long)layer.Axis]),
    ]);
}
