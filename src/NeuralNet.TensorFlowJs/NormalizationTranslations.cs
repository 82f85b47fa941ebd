using System.Text.Json.Nodes;

namespace NeuralNet.TensorFlowJs;

/// <summary>Translates the layers that normalize.</summary>
internal static class NormalizationTranslations
{
    /// <summary>The parameters that BatchNormalization has in TensorFlow.js; those of renorm are for training only.</summary>
    private static readonly string[] BatchNormalizationWeights = ["gamma", "beta", "moving_mean", "moving_variance"];

    public static TranslatedLayer[] BatchNormalization(LayerUse use)
    {
        var layer = (BatchNormalization)use.Layer;
        int last = use.OutputShape.Rank;
        if (layer.Axis != -1 && layer.Axis != last)
            throw use.Error($"works along the axis {layer.Axis}; TensorFlow.js computes it along the last axis only");
        TranslatedLayer translated = use.Translate(new()
        {
            ["axis"] = layer.Axis,
            ["momentum"] = layer.Momentum,
            ["epsilon"] = layer.Epsilon,
            ["center"] = layer.Center,
            ["scale"] = layer.Scale,
        });
        return [translated with { Weights = [.. translated.Weights.Where(IsKept)] }];

        bool IsKept(Weight weight) => BatchNormalizationWeights.Contains(weight.Name[(use.Name.Length + 1)..]);
    }

    public static TranslatedLayer[] LayerNormalization(LayerUse use)
    {
        var layer = (LayerNormalization)use.Layer;
        if (layer.RmsScaling)
            throw use.Error("scales its inputs without centring them (rms_scaling), which TensorFlow.js lacks");
        return
        [
            use.Translate(new()
            {
                ["axis"] = Axes(layer.Axis, use.OutputShape.Rank + 1),
                ["epsilon"] = layer.Epsilon,
                ["center"] = layer.Center,
                ["scale"] = layer.Scale,
            }),
        ];
    }

    /// <summary>TensorFlow.js has no Normalization; a BatchNormalization without trained parameters computes the same.</summary>
    public static TranslatedLayer[] Normalization(LayerUse use)
    {
        var layer = (Normalization)use.Layer;
        int last = use.OutputShape.Rank, axis = layer.Axis is null or -1 ? last : layer.Axis.Value;
        if (axis != last)
            throw use.Error($"works along the axis {axis}, where TensorFlow.js has the last only");
        int features = use.OutputShape[^1];
        double[] mean = Spread(layer.Mean, features), deviation = Spread(layer.StandardDeviation, features);
        if (layer.Invert)
        {
            // x·d + m is (x − (−m/d))/(1/d).
            mean = [.. mean.Zip(deviation, (center, spread) => -center / spread)];
            deviation = Array.ConvertAll(deviation, spread => 1 / spread);
        }

        var config = new JsonObject { ["axis"] = -1, ["epsilon"] = 0, ["center"] = false, ["scale"] = false };
        return
        [
            new("BatchNormalization", use.Name, config,
                new Weight(use.Name + "/moving_mean", [features], Array.ConvertAll(mean, center => (float)center)),
                new Weight(use.Name + "/moving_variance", [features], Array.ConvertAll(deviation, spread => (float)(spread * spread)))),
        ];
    }

    /// <summary>Returns the axes in ascending order, which is that of the axes of γ and β.</summary>
    private static JsonNode Axes(Axes axes, int rank) => axes.ToArray() is [int axis]
        ? axis
        : new JsonArray([.. axes.Select(number => number < 0 ? number + rank : number).Order().Select(place => JsonValue.Create(place))]);

    /// <summary>The values, one for each feature; a single value serves all.</summary>
    private static double[] Spread(ReadOnlySpan<float> values, int features)
    {
        double[] spread = new double[features];
        for (int i = 0; i < features; i++)
            spread[i] = values[values.Length == 1 ? 0 : i];
        return spread;
    }
}
