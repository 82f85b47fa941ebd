using System.Text.Json.Nodes;

namespace NeuralNet.Onnx;

/// <summary>Writes the layers that bring values to another scale.</summary>
internal static class NormalizationExporters
{
    /// <summary>ONNX's features are on axis 1, Keras's on the last, so that other inputs than rows are transposed and back.</summary>
    public static string BatchNormalization(LayerUse use)
    {
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
            OnnxAttribute.Of("epsilon", use.Settings.GetSingle("epsilon")),
            OnnxAttribute.Of("momentum", use.Settings.GetSingle("momentum")),
            OnnxAttribute.Of("training_mode", 0));
        return rank == 1 ? normalized : use.Add("Transpose", [normalized], OnnxAttribute.Of("perm", FeatureAxis.ToLast(rank + 1)));
    }

    /// <exception cref="NotSupportedException">The layer scales without centring, for which ONNX has no operator.</exception>
    public static string LayerNormalization(LayerUse use)
    {
        if (use.Settings.GetBoolean("rms_scaling", false))
        {
            throw new NotSupportedException(
                $"The layer '{use.Layer.Name}' ({use.Layer.ClassName}) scales its inputs without centring them (rms_scaling), which cannot be "
                + "written as ONNX.");
        }

        string[] beta = use.Has("beta") ? [use.Parameter("beta")] : [];
        return use.Add(
            "LayerNormalization", [use.Input.Name, use.ParameterOr("gamma", use.Input.Shape.Last, 1), .. beta],
            OnnxAttribute.Of("axis", -1), OnnxAttribute.Of("epsilon", use.Settings.GetSingle("epsilon")));
    }

    public static string UnitNormalization(LayerUse use) =>
        use.Add("LpNormalization", [use.Input.Name], OnnxAttribute.Of("axis", -1), OnnxAttribute.Of("p", 2));

    public static string Normalization(LayerUse use)
    {
        var layer = (Normalization)use.Layer;
        string mean = Constant(use, "mean", layer.Mean.ToArray()), deviation = Constant(use, "deviation", layer.StandardDeviation);
        return layer.Invert
            ? use.Add("Add", [use.Add("Mul", [use.Input.Name, deviation]), mean])
            : use.Add("Div", [use.Add("Sub", [use.Input.Name, mean]), deviation]);
    }

    public static string Rescaling(LayerUse use)
    {
        string scaled = use.Add("Mul", [use.Input.Name, Constant(use, "scale", Numbers(use, "scale"))]);
        return use.Add("Add", [scaled, Constant(use, "offset", Numbers(use, "offset"))]);
    }

    /// <summary>A setting that is one number, or a list with one for each feature.</summary>
    private static float[] Numbers(LayerUse use, string name) =>
        use.Settings.Json[name] is JsonArray ? use.Settings.GetSingles(name)! : [use.Settings.GetSingle(name)];

    private static string Constant(LayerUse use, string name, float[] values) =>
        values.Length == 1 ? use.Constant(name, values[0]) : use.Constant(name, values);
}
