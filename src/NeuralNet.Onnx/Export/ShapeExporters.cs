namespace NeuralNet.Onnx;

/// <summary>Writes the layers that move values or take a part of them.</summary>
internal static class ShapeExporters
{
    public static string Permute(LayerUse use, Permute layer) =>
        use.Add("Transpose", [use.Input.Name], OnnxAttribute.Of("perm", [0L, .. layer.Dims.Select(axis => (long)axis)]));

    /// <summary>With the channels first, they are moved behind the other axes before.</summary>
    public static string Flatten(LayerUse use, Flatten layer)
    {
        int rank = use.Input.Shape.Rank;
        string input = layer.DataFormat == DataFormat.ChannelsFirst && rank > 1
            ? use.Add("Transpose", [use.Input.Name], OnnxAttribute.Of("perm", FeatureAxis.ToLast(rank + 1)))
            : use.Input.Name;
        return use.Add("Flatten", [input], OnnxAttribute.Of("axis", 1));
    }

    public static string RepeatVector(LayerUse use, RepeatVector layer)
    {
        string step = use.Add("Unsqueeze", [use.Input.Name, use.Constant("steps", [1L])]);
        return use.Add("Tile", [step, use.Constant("repeats", [1, layer.N, 1])]);
    }

    /// <summary>An end beyond every axis stands for the end of the axis.</summary>
    public static string Slice(LayerUse use, Slice layer) => use.Add("Slice",
    [
        use.Input.Name,
        use.Constant("start", [(long)layer.Start]),
        use.Constant("stop", [layer.Stop ?? long.MaxValue]),
        use.Constant("axis", [(long)layer.Axis]),
    ]);
}
