using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>
/// Converts the configurations in files of Keras 2 to the schema of Keras 3 (Keras: legacy/saving/saving_utils.py and the
/// <c>from_config</c> of layers and optimizers).
/// </summary>
internal static class LegacyConfiguration
{
    /// <summary>Settings of Keras 2 without effect on the result, which Keras 3 does not have.</summary>
    private static readonly string[] Dropped =
    [
        "input_length", "batch_input_shape", "fused", "virtual_batch_size", "is_legacy_optimizer", "jit_compile", "dtype", "implementation",
        "time_major",
    ];

    /// <summary>The settings that are layers.</summary>
    private static readonly string[] LayerSettings = ["layer", "backward_layer", "cell"];

    /// <summary>The initializers that Keras 2 wrote as a VarianceScaling.</summary>
    private static readonly (float Scale, string Mode, bool IsUniform, string ClassName)[] VarianceScalings =
    [
        (1, "fan_avg", true, "GlorotUniform"), (1, "fan_avg", false, "GlorotNormal"), (2, "fan_in", true, "HeUniform"),
        (2, "fan_in", false, "HeNormal"), (1, "fan_in", true, "LecunUniform"), (1, "fan_in", false, "LecunNormal"),
    ];

    /// <summary>Converts the description of a model, and of the models in it.</summary>
    public static JsonObject OfModel(JsonObject model)
    {
        string? className = (string?)model["class_name"];
        JsonObject config = model["config"] switch
        {
            JsonArray layers => new JsonObject { ["name"] = "sequential", ["layers"] = layers.DeepClone() },
            JsonObject settings => settings.DeepClone().AsObject(),
            _ => throw new ModelFileException("the model has no 'config'"),
        };
        if (config["layers"] is not JsonArray list)
            throw new ModelFileException("the model has no list of layers");
        var converted = new JsonArray([.. list.Select(layer => OfLayer(Object(layer)))]);
        if (className == "Sequential")
            AddInput(converted, list, config);
        config["layers"] = converted;
        return new JsonObject { ["class_name"] = className == "Model" ? "Functional" : className, ["config"] = config };
    }

    /// <summary>Converts the settings of Compile.</summary>
    public static JsonObject OfTraining(JsonObject training)
    {
        JsonObject optimizer = Object(training["optimizer_config"]).DeepClone().AsObject();
        string? className = (string?)optimizer["class_name"];
        optimizer["class_name"] = className?[(className.LastIndexOf('>') + 1)..];
        JsonObject settings = Object(optimizer["config"]);
        Drop(settings);
        Rename(settings, "lr", "learning_rate");
        SetDecay(settings);
        return new JsonObject
        {
            ["optimizer"] = optimizer,
            ["loss"] = Elements(training["loss"]),
            ["loss_weights"] = training["loss_weights"]?.DeepClone(),
            ["metrics"] = Elements(training["metrics"]),
            ["weighted_metrics"] = Elements(training["weighted_metrics"]),
        };
    }

    private static JsonObject OfLayer(JsonObject layer)
    {
        string? className = (string?)layer["class_name"];
        JsonObject converted = className is "Sequential" or "Functional" or "Model" ? OfModel(layer) : layer.DeepClone().AsObject();
        JsonObject config = Object(converted["config"]);
        if (className == "InputLayer" && config["batch_input_shape"] is { } shape)
            config["batch_shape"] = shape.DeepClone();
        if (className == "LeakyReLU")
            Rename(config, "alpha", "negative_slope");
        if (className == "BatchNormalization" && config["axis"] is JsonArray { Count: 1 } axis)
            config["axis"] = axis[0]!.DeepClone();
        Drop(config);
        foreach ((string key, JsonNode? value) in config.ToArray())
        {
            if (key.EndsWith("_initializer", StringComparison.Ordinal) && value is JsonObject initializer)
                config[key] = OfInitializer(initializer);
            else if (LayerSettings.Contains(key) && value is JsonObject inner)
                config[key] = OfLayer(inner);
            else if (key == "cells" && value is JsonArray cells)
                config[key] = new JsonArray([.. cells.Select(cell => OfLayer(Object(cell)))]);
        }

        if (layer["inbound_nodes"] is JsonArray uses)
            converted["inbound_nodes"] = new JsonArray(
                [.. uses.Select(use => use is JsonArray tensors ? OfUse(tensors) : use?.DeepClone())]);
        return converted;
    }

    /// <summary>Converts a use of a layer: a list of tensors, each with the layer, two indices and the keyword arguments.</summary>
    private static JsonObject OfUse(JsonArray tensors)
    {
        JsonArray[] sources = [.. (tensors is [JsonValue, ..] ? [tensors] : tensors.ToArray()).Select(tensor => tensor as JsonArray
            ?? throw new ModelFileException("a use of a layer is not a list of tensors"))];
        JsonNode[] arguments = [.. sources.Select(source => new JsonObject
        {
            ["class_name"] = "__keras_tensor__",
            ["config"] = new JsonObject { ["keras_history"] = new JsonArray([.. source.Take(3).Select(part => part?.DeepClone())]) },
        })];
        return new JsonObject
        {
            ["args"] = new JsonArray(arguments.Length == 1 ? arguments[0] : new JsonArray(arguments)),
            ["kwargs"] = sources.Select(source => source.ElementAtOrDefault(3)).OfType<JsonObject>()
                .FirstOrDefault(given => given.Count > 0)?.DeepClone(),
        };
    }

    /// <summary>Adds the input of a Sequential of Keras 2, whose shape its first layer has.</summary>
    private static void AddInput(JsonArray layers, JsonArray originals, JsonObject config)
    {
        if (originals.Count == 0 || (string?)Object(originals[0])["class_name"] == "InputLayer")
            return;
        JsonObject first = Object(Object(originals[0])["config"]);
        JsonNode shape = first["batch_input_shape"] ?? first["batch_shape"] ?? config["build_input_shape"]
            ?? throw new ModelFileException("the model has no shape of its input: the first layer has no 'batch_input_shape'");
        layers.Insert(0, new JsonObject
        {
            ["class_name"] = "InputLayer",
            ["config"] = new JsonObject { ["name"] = $"{(string?)first["name"]}_input", ["batch_shape"] = shape.DeepClone() },
        });
    }

    private static JsonObject OfInitializer(JsonObject initializer)
    {
        if ((string?)initializer["class_name"] != "VarianceScaling" || initializer["config"] is not JsonObject settings)
        {
            JsonObject known = initializer.DeepClone().AsObject();
            if (known["config"] is JsonObject config)
                Drop(config);
            return known;
        }

        bool isUniform = (string?)settings["distribution"] == "uniform";
        string? className = VarianceScalings.FirstOrDefault(known => known.Scale == (float?)settings["scale"]
            && known.Mode == (string?)settings["mode"] && known.IsUniform == isUniform).ClassName;
        return new JsonObject { ["class_name"] = className ?? "VarianceScaling", ["config"] = new JsonObject() };
    }

    /// <summary>
    /// Replaces the decay of an optimizer of Keras 2 with the schedule of the same values, learning rate/(1 + decay·step).
    /// </summary>
    private static void SetDecay(JsonObject settings)
    {
        JsonNode? decay = settings["decay"];
        settings.Remove("decay");
        if ((double?)decay is not > 0)
            return;
        settings["learning_rate"] = new JsonObject
        {
            ["class_name"] = "InverseTimeDecay",
            ["config"] = new JsonObject
            {
                ["initial_learning_rate"] = settings["learning_rate"]?.DeepClone(),
                ["decay_steps"] = 1,
                ["decay_rate"] = decay.DeepClone(),
            },
        };
    }

    /// <summary>Converts losses or metrics, one or a list of them.</summary>
    private static JsonNode? Elements(JsonNode? value) => value switch
    {
        JsonArray list => new JsonArray([.. list.Select(Elements)]),
        JsonObject element when element.ContainsKey("class_name") => Element(element),
        JsonObject byOutput => new JsonObject(byOutput.Select(pair => KeyValuePair.Create(pair.Key, Elements(pair.Value)))),
        _ => value?.DeepClone(),
    };

    /// <summary>Converts a loss or metric; one that wraps a function is known by the name of the function.</summary>
    private static JsonObject Element(JsonObject element)
    {
        JsonObject converted = element.DeepClone().AsObject();
        if (converted["config"] is not JsonObject settings)
            return converted;
        if (settings["fn"] is JsonValue function && (string?)converted["class_name"] is "MeanMetricWrapper" or "LossFunctionWrapper")
            converted["class_name"] = function.DeepClone();
        settings.Remove("fn");
        Drop(settings);
        if ((string?)settings["reduction"] == "auto")
            settings.Remove("reduction");
        return converted;
    }

    private static void Drop(JsonObject settings)
    {
        foreach (string key in Dropped)
            settings.Remove(key);
    }

    private static void Rename(JsonObject settings, string name, string newName)
    {
        if (settings[name] is not { } value)
            return;
        settings.Remove(name);
        settings[newName] = value;
    }

    private static JsonObject Object(JsonNode? json) =>
        json as JsonObject ?? throw new ModelFileException("a part of the configuration is not an object");
}
