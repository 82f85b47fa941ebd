namespace NeuralNet.Onnx;

/// <summary>Writes the layers that bring values to another scale.</summary>
internal static class NormalizationExporters
{
    /// <summary>ONNX's features are on axis 1, Keras's on the last, so that other inputs than rows are transposed and back.</summary>
    public static string BatchNormalization(LayerUse use, BatchNormalization layer)
    {
        use.RequireLastAxis(layer.Axis);
        int rank = use.Input.Shape.Rank, features = use.Input.Shape.Last;
        string[] parameters =
        [
            use.ParameterOr("gamma", features, 1),
            use.ParameterOr("beta", features, 0),
            use.Parameter("moving_mean"),
            use.Parameter("moving_variance"),
        ];
        string input = rank == 1
            ? use.Input.Name
            : use.Add("Transpose", [use.Input.Name], OnnxAttribute.Of("perm", FeatureAxis.ToSecond(rank + 1)));
        string normalized = use.Add(
            "BatchNormalization", [input, .. parameters],
            OnnxAttribute.Of("epsilon", layer.Epsilon),
            OnnxAttribute.Of("momentum", layer.Momentum),
            OnnxAttribute.Of("training_mode", 0));
        return rank == 1 ? normalized : use.Add("Transpose", [normalized], OnnxAttribute.Of("perm", FeatureAxis.ToLast(rank + 1)));
    }

    /// <exception cref="NotSupportedException">The layer scales without centring, for which ONNX has no operator.</exception>
    public static string LayerNormalization(LayerUse use, LayerNormalization layer)
    {
        use.RequireLastAxis(layer.Axis);
        if (layer.RmsScaling)
        {
            throw new NotSupportedException(
                $"The layer '{layer.Name}' ({layer.ClassName}) scales its inputs without centring them (rms_scaling), which cannot be "
                + "written as ONNX.");
        }

        string[] beta = use.Has("beta") ? [use.Parameter("beta")] : [];
        return use.Add(
            "LayerNormalization", [use.Input.Name, use.ParameterOr("gamma", use.Input.Shape.Last, 1), .. beta],
            OnnxAttribute.Of("axis", -1), OnnxAttribute.Of("epsilon", layer.Epsilon));
    }

    public static string UnitNormalization(LayerUse use, UnitNormalization layer) =>
        use.RequireLastAxis(layer.Axis).Add("LpNormalization", [use.Input.Name], OnnxAttribute.Of("axis", -1), OnnxAttribute.Of("p", 2));

    public static string Normalization(LayerUse use, Normalization layer)
    {
        if (layer.Axis is int axis)
            use.RequireLastAxis(axis);
        string mean = Constant(use, "mean", layer.Mean), deviation = Constant(use, "deviation", layer.StandardDeviation);
        return layer.Invert
            ? use.Add("Add", [use.Add("Mul", [use.Input.Name, deviation]), mean])
            : use.Add("Div", [use.Add("Sub", [use.Input.Name, mean]), deviation]);
    }

    public static string Rescaling(LayerUse use, Rescaling layer)
    {
        string scaled = use.Add("Mul", [use.Input.Name, Constant(use, "scale", [.. layer.Scale])]);
        return use.Add("Add", [scaled, Constant(use, "offset", [.. layer.Offset])]);
    }

    /// <summary>Writes a single number, or a list with one for each feature.</summary>
    private static string Constant(LayerUse use, string name, ReadOnlySpan<float> values) =>
        values.Length == 1 ? use.Constant(name, values[0]) : use.Constant(name, values.ToArray());
}
