using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>
/// Completes the JSON of a model for Keras: with the modules in which Keras looks up classes, with the layers in the order of Keras, and
/// without what only this library reads (Keras: saving/serialization_lib.py).
/// </summary>
internal static class KerasConfiguration
{
    /// <summary>The key of the settings of Compile.</summary>
    public const string CompileKey = "compile_config";

    /// <summary>The keys that only this library reads.</summary>
    private static readonly string[] OwnKeys = ["node_positions", "exclude_from_weight_decay", "exclude_parameters_from_weight_decay"];

    /// <summary>The settings of optimizers that are integers.</summary>
    private static readonly string[] IntegerSettings = ["ema_overwrite_frequency", "gradient_accumulation_steps"];

    /// <summary>The endings of the settings of layers and the modules of the classes of their values.</summary>
    private static readonly (string Ending, string Module)[] Modules =
    [
        ("initializer", "keras.initializers"), ("regularizer", "keras.regularizers"), ("constraint", "keras.constraints"),
        ("learning_rate", "keras.optimizers.schedules"), ("optimizer", "keras.optimizers"), ("loss", "keras.losses"),
        ("metrics", "keras.metrics"),
    ];

    /// <exception cref="NotSupportedException">A custom class does not write its settings.</exception>
    public static JsonObject Of(Model model)
    {
        JsonObject json = LayerDescription.Parse(model.ToJson());
        Complete(json, "");
        OrderLayers(json);
        return json;
    }

    /// <summary>Completes an object and the objects in it.</summary>
    /// <param name="json">The object.</param>
    /// <param name="setting">The name of the setting whose value the object is.</param>
    private static void Complete(JsonObject json, string setting)
    {
        foreach (string key in OwnKeys)
            json.Remove(key);
        if ((string?)json["class_name"] == "InputLayer")
            json["config"]!.AsObject().Remove("trainable");
        AttentionLayers.WriteCalls(json);
        if (json.ContainsKey("class_name") && !json.ContainsKey("module") && ModuleOf(setting) is { } module)
        {
            json.Insert(0, "module", module);
            json["registered_name"] = null;
            if (module == "keras.metrics")
                json["class_name"] = MetricClassOf((string?)json["class_name"]);
        }

        if (setting == "optimizer")
            WriteAsFractions(json["config"]!.AsObject());
        foreach ((string key, JsonNode? value) in json.ToArray())
        {
            if (NameOf(value, key) is { } name)
                json[key] = name;
            else
                CompleteContent(value, key);
        }
    }

    /// <summary>Returns the class of a metric in Keras, where not every loss is a metric as well.</summary>
    /// <exception cref="NotSupportedException">Keras has no such metric.</exception>
    private static string? MetricClassOf(string? className) => className switch
    {
        "EqualLabels" => "Accuracy",
        "LogCosh" => "LogCoshError",
        "Huber" or "BinaryFocalCrossentropy" => throw new NotSupportedException(
            $"Keras has no metric of class '{className}', which is a loss only. Compile the model without this metric before saving."),
        _ => className,
    };

    /// <summary>
    /// Writes whole numbers with a fraction, as <c>0.0</c>: Keras's optimizers refuse integers where they take real numbers.
    /// </summary>
    private static void WriteAsFractions(JsonObject settings)
    {
        foreach ((string key, JsonNode? value) in settings.ToArray())
        {
            if (value is JsonValue number && !IntegerSettings.Contains(key) && number.TryGetValue(out long whole))
                settings[key] = JsonNode.Parse($"{whole}.0");
        }
    }

    private static void CompleteContent(JsonNode? value, string setting)
    {
        if (value is JsonObject description)
            Complete(description, setting);
        if (value is not JsonArray list)
            return;
        for (int i = 0; i < list.Count; i++)
        {
            if (NameOf(list[i], setting) is { } name)
                list[i] = name;
            else
                CompleteContent(list[i], setting);
        }
    }

    /// <summary>
    /// Returns the name of a loss or metric that Keras resolves by the shapes of the targets, for which it has no class; null for others.
    /// </summary>
    private static string? NameOf(JsonNode? value, string setting)
    {
        if (value is not JsonObject description)
            return null;
        if (setting.EndsWith("activation", StringComparison.Ordinal))
            return NameOfActivation(description);
        return (ModuleOf(setting), (string?)description["class_name"]) switch
        {
            ("keras.losses" or "keras.metrics", "Crossentropy") => "crossentropy",
            ("keras.metrics", "Accuracy") => (string?)description["config"]?["name"] == "acc" ? "acc" : "accuracy",
            _ => null,
        };
    }

    /// <summary>Returns the name of an activation with default settings, as Keras writes activations, which are functions.</summary>
    /// <exception cref="NotSupportedException">The activation has other settings.</exception>
    private static string? NameOfActivation(JsonObject description)
    {
        string? name = (string?)description["class_name"];
        if (name is null || description["registered_name"] is not null)
            return null;
        Sequential model;
        try
        {
            model = new Sequential(1).Activation(name);
        }
        catch (ArgumentException)
        {
            return null;
        }

        JsonNode byName = LayerDescription.Parse(model.ToJson())["config"]!["layers"]![1]!["config"]!["activation"]!;
        return byName is JsonValue || JsonNode.DeepEquals(byName["config"], description["config"])
            ? name
            : throw new NotSupportedException($"The activation '{name}' has the settings {description["config"]!.ToJsonString()}, and in "
                + "Keras an activation has none. Use a layer, such as LeakyReLU, or the default settings.");
    }

    private static string? ModuleOf(string setting) =>
        Modules.FirstOrDefault(pair => setting.EndsWith(pair.Ending, StringComparison.Ordinal)).Module;

    /// <summary>Puts the layers of functional models, nested ones too, in the order of Keras.</summary>
    private static void OrderLayers(JsonObject model)
    {
        JsonArray layers = model["config"]!["layers"]!.AsArray();
        IReadOnlyList<JsonObject> ordered = (string?)model["class_name"] == "Functional"
            ? LayerOrder.Of(model)
            : [.. layers.Select(layer => layer!.AsObject())];
        layers.Clear();
        foreach (JsonObject layer in ordered)
        {
            layers.Add((JsonNode)layer);
            OrderWithin(layer);
        }
    }

    /// <summary>Orders the layers of a layer that is a model, and of the models within a layer.</summary>
    private static void OrderWithin(JsonObject layer)
    {
        if ((string?)layer["class_name"] is "Sequential" or "Functional")
            OrderLayers(layer);
        foreach (JsonObject part in LayerPart.Descriptions(layer))
            OrderWithin(part);
    }
}
