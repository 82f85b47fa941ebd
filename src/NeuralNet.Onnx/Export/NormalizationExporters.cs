namespace NeuralNet.Onnx;

/// <summary>Writes the layers that bring values to another scale.</summary>
internal static class NormalizationExporters
{
    /// <summary>ONNX's features are on axis 1; those on another axis are moved there and back.</summary>
    public static string BatchNormalization(LayerUse use, BatchNormalization layer)
    {
        int axis = PlaceOf(layer.Axis, use), features = use.Input.Shape[axis - 1];
        string[] parameters =
        [
            use.ParameterOr("gamma", features, 1),
            use.ParameterOr("beta", features, 0),
            use.Parameter("moving_mean"),
            use.Parameter("moving_variance"),
        ];
        string normalized = use.Add(
            "BatchNormalization", [ToSecond(use, axis), .. parameters],
            OnnxAttribute.Of("epsilon", layer.Epsilon),
            OnnxAttribute.Of("momentum", layer.Momentum),
            OnnxAttribute.Of("training_mode", 0));
        return FromSecond(use, axis, normalized);
    }

    /// <summary>
    /// Groups of one channel are those of InstanceNormalization; others are given to it as rows of (groups, rest), and gamma and beta
    /// follow.
    /// </summary>
    public static string GroupNormalization(LayerUse use, GroupNormalization layer)
    {
        int axis = PlaceOf(layer.Axis, use), rank = use.Input.Shape.Rank, channels = use.Input.Shape[axis - 1];
        int groups = layer.Groups == -1 ? channels : layer.Groups;
        string input = ToSecond(use, axis);
        long[] sizes = [0, channels, .. use.Input.Shape.Where((_, place) => place != axis - 1).Select(LayerExporters.Size)];
        if (sizes.Count(size => size == -1) > 1)
        {
            throw new NotSupportedException($"The layer '{layer.Name}' ({layer.ClassName}) has inputs with several open axes, "
                + $"{use.Input.Shape.ToStringWithBatch()}; it can be written as ONNX with one beside the batch.");
        }

        string grouped = use.Add("Reshape", [input, use.Constant("groups", [0, groups, -1])], OnnxAttribute.Of("allowzero", 0));
        string normalized = use.Add(
            "InstanceNormalization", [grouped, use.Constant("ones", Filled(groups, 1)), use.Constant("zeros", Filled(groups, 0))],
            OnnxAttribute.Of("epsilon", layer.Epsilon));
        string values = use.Add("Reshape", [normalized, use.Constant("shape", sizes)], OnnxAttribute.Of("allowzero", 0));
        int[] ofChannels = [channels, .. Enumerable.Repeat(1, rank - 1)];
        if (use.Has("gamma"))
            values = use.Add("Mul", [values, use.Parameter("gamma", gamma => (ofChannels, gamma.Value.ToArray()))]);
        if (use.Has("beta"))
            values = use.Add("Add", [values, use.Parameter("beta", beta => (ofChannels, beta.Value.ToArray()))]);
        return FromSecond(use, axis, values);
    }

    private static float[] Filled(int count, float value) => [.. Enumerable.Repeat(value, count)];

    private static int PlaceOf(int axis, LayerUse use) => axis < 0 ? axis + use.Input.Shape.Rank + 1 : axis;

    /// <summary>Returns the input with an axis moved behind the batch.</summary>
    private static string ToSecond(LayerUse use, int axis) => axis == 1
        ? use.Input.Name
        : use.Add("Transpose", [use.Input.Name], OnnxAttribute.Of("perm", [0, axis, .. OtherAxes(use, axis)]));

    /// <summary>Returns a value with the second axis moved back to its place.</summary>
    private static string FromSecond(LayerUse use, int axis, string value) => axis == 1
        ? value
        : use.Add("Transpose", [value], OnnxAttribute.Of("perm",
            [0, .. OtherAxes(use, axis).Index().Where(other => other.Item < axis).Select(other => other.Index + 2L), 1,
                .. OtherAxes(use, axis).Index().Where(other => other.Item > axis).Select(other => other.Index + 2L)]));

    private static IEnumerable<long> OtherAxes(LayerUse use, int axis) =>
        Enumerable.Range(1, use.Input.Shape.Rank).Where(other => other != axis).Select(other => (long)other);

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
        layer.Axis.ToArray() is [int axis]
            ? use.Add("LpNormalization", [use.Input.Name], OnnxAttribute.Of("axis", axis), OnnxAttribute.Of("p", 2))
            : use.RequireLastAxis(layer.Axis).Input.Name;

    public static string Normalization(LayerUse use, Normalization layer)
    {
        int following = layer.Axis is int axis ? use.Input.Shape.Rank - PlaceOf(axis, use) : 0;
        string mean = Constant(use, "mean", layer.Mean, following);
        string deviation = Constant(use, "deviation", layer.StandardDeviation, following);
        return layer.Invert
            ? use.Add("Add", [use.Add("Mul", [use.Input.Name, deviation]), mean])
            : use.Add("Div", [use.Add("Sub", [use.Input.Name, mean]), deviation]);
    }

    public static string Rescaling(LayerUse use, Rescaling layer)
    {
        string scaled = use.Add("Mul", [use.Input.Name, Constant(use, "scale", [.. layer.Scale])]);
        return use.Add("Add", [scaled, Constant(use, "offset", [.. layer.Offset])]);
    }

    /// <summary>Writes a single number, or a list with one for each feature, whose axis others may follow.</summary>
    private static string Constant(LayerUse use, string name, ReadOnlySpan<float> values, int following = 0) => values.Length == 1
        ? use.Constant(name, values[0])
        : use.Constant(name, [values.Length, .. Enumerable.Repeat(1, following)], values.ToArray());
}
