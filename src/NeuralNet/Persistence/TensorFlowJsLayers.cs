using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// What layers become in TensorFlow.js 4. Most have the same name and settings there; an activation that TensorFlow.js has only as a
/// layer, or not at all, becomes layers behind the one it belongs to. Settings that only training uses are left out.
/// </summary>
internal static class TensorFlowJsLayers
{
    /// <summary>The layers of the same name and settings.</summary>
    private static readonly string[] SameLayers =
    [
        "Add", "AlphaDropout", "Average", "Concatenate", "Dropout", "Embedding", "Flatten",
        "GaussianNoise", "LayerNormalization", "Maximum", "Multiply", "PReLU", "Rescaling",
        "Reshape", "Softmax",
    ];

    /// <summary>How the names of settings end that only training uses.</summary>
    private static readonly string[] TrainingSettings = ["_initializer", "_regularizer", "_constraint", "noise_shape"];

    /// <summary>The activations of the same meaning, by their names here.</summary>
    private static readonly Dictionary<string, string> SameActivations = new(StringComparer.Ordinal)
    {
        ["linear"] = "linear",
        ["relu"] = "relu",
        ["relu6"] = "relu6",
        ["sigmoid"] = "sigmoid",
        ["tanh"] = "tanh",
        ["softmax"] = "softmax",
        ["log_softmax"] = "log_softmax",
        ["selu"] = "selu",
        ["silu"] = "swish",
        ["mish"] = "mish",
        ["softplus"] = "softplus",
        ["softsign"] = "softsign",
    };

    /// <summary>The layers of TensorFlow.js that do what a layer does, one behind the other; one of them gets the name.</summary>
    /// <exception cref="NotSupportedException">There are none.</exception>
    public static TensorFlowJsPart[] Describe(Layer layer, string name)
    {
        bool isOfLibrary = layer.GetType().Assembly == typeof(Layer).Assembly;
        return layer switch
        {
            _ when !isOfLibrary => throw Error(layer, "is not a layer of this library, so its counterpart is not known"),
            InputLayer input => [new("InputLayer", name, InputConfig(input))],
            Dense => WithActivation(layer, new("Dense", name, Config(layer, "activation"), Weights(layer, name))),
            Softmax when layer.FinalActivation is null =>
                throw Error(layer, "works along other axes than the last, which TensorFlow.js lacks"),
            Softmax => [new("Softmax", name, Config(layer))],
            GlobalPooling1D when Settings(layer).GetBoolean("keepdims") =>
                throw Error(layer, "keeps the axis of the steps (keepdims), which TensorFlow.js lacks"),
            GlobalPooling1D => [new(layer.ClassName, name, [])],
            ActivationLayer => WithActivation(layer, new("Activation", name, Config(layer, "activation", "alpha", "negative_slope"))),
            Normalization normalization => [AsBatchNormalization(normalization, name)],
            LayerNormalization when Settings(layer).GetBoolean("rms_scaling", false) =>
                throw Error(layer, "scales its inputs without centring them (rms_scaling), which TensorFlow.js lacks"),
            Rescaling when Settings(layer).Json["scale"] is JsonArray || Settings(layer).Json["offset"] is JsonArray =>
                throw Error(layer, "has a scale or an offset for each feature, which TensorFlow.js lacks"),
            Embedding => [new("Embedding", name, Config(layer, "mask_zero"), Weights(layer, name))],
            CategoryEncoding => WithOwnShape(layer, name),
            BatchNormalization => [AsOutsideTraining(layer, name)],
            _ when SameLayers.Contains(layer.ClassName) => [new(layer.ClassName, name, Config(layer), Weights(layer, name))],
            _ => throw Error(layer, "has no counterpart"),
        };
    }

    public static NotSupportedException Error(Layer layer, string problem) =>
        new($"The layer '{layer.Name}' ({layer.ClassName}) cannot be written for TensorFlow.js: it {problem}.");

    private static TensorFlowJsPart[] WithActivation(Layer layer, TensorFlowJsPart part)
    {
        Activation activation = layer.FinalActivation!;
        part.Config["activation"] = "linear";
        switch (activation)
        {
            case GELUActivation:
                part.Config["activation"] = "gelu";
                return [part];
            case LeakyReLUActivation:
                return [part, new("LeakyReLU", part.Name + "_leaky_re_lu", new() { ["alpha"] = Setting(activation, "negative_slope") })];
            case ELUActivation when Setting(activation, "alpha") == 1:
                part.Config["activation"] = "elu";
                return [part];
            case HardSigmoidActivation:
                return
                [
                    part,
                    new("Rescaling", part.Name + "_rescaling", new() { ["scale"] = 1 / 6.0, ["offset"] = 0.5 }),
                    new("ReLU", part.Name + "_re_lu", new() { ["max_value"] = 1 }),
                ];
            default:
                bool isKnown = activation.GetType().Assembly == typeof(Activation).Assembly;
                part.Config["activation"] = isKnown && SameActivations.TryGetValue(activation.Name, out string? name)
                    ? name
                    : throw Error(layer, $"uses the activation '{activation.Name}', which TensorFlow.js lacks with these settings or at all");
                return [part];
        }
    }

    /// <summary>
    /// CategoryEncoding of TensorFlow.js 4 writes its output's shape into the array of its input's, which would spoil the shape of the
    /// layer before it; a Reshape to the same shape gives it an array of its own.
    /// </summary>
    private static TensorFlowJsPart[] WithOwnShape(Layer layer, string name)
    {
        if (layer.InputShapes[0].Rank != 1 || layer.OutputShape!.Rank > 1)
            throw Error(layer, "gives a row for each of several tokens, or is given no row of tokens, which TensorFlow.js lacks");
        var shape = new JsonArray(layer.InputShapes[0].Last);
        return [new("Reshape", name + "_tokens", new() { ["target_shape"] = shape }), new("CategoryEncoding", name, Config(layer))];
    }

    /// <summary>Leaves out the settings and the statistics of renorm, which are for training only.</summary>
    private static TensorFlowJsPart AsOutsideTraining(Layer layer, string name)
    {
        JsonObject config = Config(layer, "renorm", "renorm_clipping", "renorm_momentum");
        bool IsLeftOut(TensorFlowJsWeight weight) => weight.Name.EndsWith("_stddev", StringComparison.Ordinal)
            || weight.Name.EndsWith("/renorm_mean", StringComparison.Ordinal);
        return new TensorFlowJsPart(layer.ClassName, name, config, [.. Weights(layer, name).Where(weight => !IsLeftOut(weight))]);
    }

    /// <summary>TensorFlow.js has no Normalization; a BatchNormalization without anything learnt does the same.</summary>
    private static TensorFlowJsPart AsBatchNormalization(Normalization layer, string name)
    {
        int features = layer.OutputShape!.Last;
        float[] mean = Spread(layer.Mean.ToArray(), features);
        double[] deviation = Array.ConvertAll(Spread(layer.StandardDeviation, features), value => (double)value);
        if (layer.Invert)
        {
            // x·d + m is (x − (−m/d))/(1/d).
            mean = [.. mean.Zip(deviation, (center, spread) => (float)(-center / spread))];
            deviation = Array.ConvertAll(deviation, spread => 1 / spread);
        }

        return new TensorFlowJsPart(
            "BatchNormalization", name, new() { ["axis"] = -1, ["epsilon"] = 0, ["center"] = false, ["scale"] = false },
            new TensorFlowJsWeight(name + "/moving_mean", [features], mean),
            new TensorFlowJsWeight(name + "/moving_variance", [features], Array.ConvertAll(deviation, spread => (float)(spread * spread))));
    }

    private static JsonObject InputConfig(InputLayer layer) => new()
    {
        ["batch_input_shape"] = new JsonArray([null, .. layer.Shape.Select(size => JsonValue.Create(size))]),
        ["dtype"] = "float32",
    };

    /// <summary>The settings but those left out by name and those that only training uses.</summary>
    private static JsonObject Config(Layer layer, params ReadOnlySpan<string> leftOut)
    {
        JsonObject config = Settings(layer).Json;
        foreach (string key in config.Select(pair => pair.Key).ToArray())
        {
            if (TrainingSettings.Any(ending => key.EndsWith(ending, StringComparison.Ordinal)) || leftOut.Contains(key))
                config.Remove(key);
        }

        return config;
    }

    private static Configuration Settings(IConfigurable value) => new((JsonObject)Configuration.Describe(value)["config"]!);

    private static float Setting(Activation activation, string name) => Settings(activation).GetSingle(name);

    private static TensorFlowJsWeight[] Weights(Layer layer, string name) => [.. layer.Parameters.Select(parameter =>
        new TensorFlowJsWeight($"{name}/{parameter.ShortName}", [.. parameter.Shape], parameter.Value.ToArray()))];

    private static float[] Spread(float[] values, int length) =>
        values.Length == length ? values : [.. Enumerable.Repeat(values[0], length)];
}
