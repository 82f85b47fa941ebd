using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The settings of Compile, in the schema of Keras's <c>compile_config</c>: with one output the loss and the lists of metrics
/// themselves, with several a list of them (Keras: trainers/trainer.py, <c>get_compile_config</c>).
/// </summary>
internal static class CompileConfiguration
{
    public static JsonObject Write(CompileSettings settings, LayerGraph graph) => new()
    {
        ["optimizer"] = Describe(settings.Optimizer, graph),
        ["loss"] = PerOutput([.. settings.Losses.Select(Configuration.Describe)]),
        ["loss_weights"] = new JsonArray([.. settings.LossWeights.Select(weight => JsonValue.Create(weight))]),
        ["metrics"] = PerOutput([.. settings.Metrics.Select(Describe)]),
        ["weighted_metrics"] = PerOutput([.. settings.WeightedMetrics.Select(Describe)]),
    };

    /// <summary>Reads the settings of a model; null if it is not compiled, which Keras writes as an empty object.</summary>
    /// <exception cref="FormatException">The settings are not for the outputs of the graph, or of unknown classes.</exception>
    public static CompileSettings? Read(JsonNode? json, LayerGraph graph, CustomFactories? custom) => json switch
    {
        null or JsonObject { Count: 0 } => null,
        JsonObject settings => Read(settings, [.. graph.OutputNames], custom),
        _ => throw Configuration.Wrong(ModelFileWriter.CompileKey, "an object", json),
    };

    private static CompileSettings Read(JsonObject json, string[] outputs, CustomFactories? custom)
    {
        var configuration = new Configuration(json, custom);
        var settings = new CompileSettings(
            Optimizer.Known.Read(configuration, "optimizer") ?? throw new ModelFileException("'compile_config' has no optimizer"),
            ReadLosses(configuration, outputs),
            ReadLossWeights(configuration, outputs),
            ReadMetrics(configuration, "metrics", outputs),
            ReadMetrics(configuration, "weighted_metrics", outputs));
        settings.Optimizer.Check();
        return settings;
    }

    /// <summary>Describes the optimizer, with the paths of parameters within the model in its settings.</summary>
    private static JsonObject Describe(Optimizer optimizer, LayerGraph graph)
    {
        JsonObject description = Configuration.Describe(optimizer);
        optimizer.Exclusion.WriteTo(new Configuration(description["config"]!.AsObject()), graph.PathOf);
        return description;
    }

    private static JsonArray Describe(IReadOnlyList<Metric> metrics) => new([.. metrics.Select(Configuration.Describe)]);

    private static JsonNode PerOutput(JsonNode[] items) => items.Length == 1 ? items[0] : new JsonArray(items);

    /// <summary>Reads the loss of each output; Keras applies a single loss to all outputs.</summary>
    private static Loss[] ReadLosses(Configuration configuration, string[] outputs)
    {
        JsonNode?[] items = configuration.Json["loss"] is { } loss && IsElement(loss)
            ? [.. outputs.Select(_ => loss)]
            : OutputsOf(configuration, "loss", outputs);
        return [.. items.Select(item => Element(item, Loss.Known, configuration.Custom))];
    }

    private static float[] ReadLossWeights(Configuration configuration, string[] outputs)
    {
        if (!configuration.Contains("loss_weights"))
            return [.. outputs.Select(_ => 1f)];
        if (configuration.Json["loss_weights"] is JsonArray list && list.Count != outputs.Length)
            throw new ModelFileException($"'loss_weights' of 'compile_config' has {Counted.Of(list.Count, "number")} for "
                + $"{Counted.Of(outputs.Length, "output")}");
        JsonNode?[] items = OutputsOf(configuration, "loss_weights", outputs);
        return [.. items.Select(item =>
            new Configuration(new JsonObject { ["loss_weights"] = item?.DeepClone() }).GetSingle("loss_weights", 1))];
    }

    private static IReadOnlyList<Metric>[] ReadMetrics(Configuration configuration, string key, string[] outputs)
    {
        JsonNode? value = configuration.Json[key];
        bool isOfSingleOutput = outputs.Length == 1 && (value is JsonArray list && list.All(IsElement) || IsElement(value));
        JsonNode?[] items = isOfSingleOutput ? [value] : OutputsOf(configuration, key, outputs);
        return [.. items.Select(item => item switch
        {
            null => [],
            JsonArray metrics => (IReadOnlyList<Metric>)[.. metrics.Select(metric => ReadMetric(metric, configuration.Custom))],
            _ when IsElement(item) => [ReadMetric(item, configuration.Custom)],
            _ => throw Configuration.Wrong(key, "a list of metrics for each output", item),
        })];
    }

    /// <summary>Reads a metric. The results of a metric that is given by its name are reported by this name, as typed.</summary>
    private static Metric ReadMetric(JsonNode? item, CustomFactories? custom) => Element(
        item is JsonValue name
            ? new JsonObject { ["class_name"] = name.DeepClone(), ["config"] = new JsonObject { ["name"] = name.DeepClone() } }
            : item,
        Metric.Known, custom);

    /// <summary>Returns whether a value describes a single loss or metric: by its name, or by its class and settings.</summary>
    private static bool IsElement(JsonNode? value) =>
        value is JsonObject description ? description.ContainsKey("class_name") : value is JsonValue;

    /// <summary>
    /// Returns the value of a key for each output, given as a list or by the names of the outputs; nulls if the key is absent.
    /// </summary>
    private static JsonNode?[] OutputsOf(Configuration configuration, string key, string[] outputs)
    {
        switch (configuration.Json[key])
        {
            case null:
                return new JsonNode?[outputs.Length];
            case JsonArray list when list.Count == outputs.Length:
                return [.. list];
            case JsonObject named when named.All(pair => outputs.Contains(pair.Key)):
                return [.. outputs.Select(output => named[output])];
            default:
                throw new ModelFileException($"'{key}' of 'compile_config' should have an element for each output, {outputs.Length} in "
                    + $"all: {string.Join(", ", outputs)}");
        }
    }

    private static T Element<T>(JsonNode? item, Registry<T> known, CustomFactories? custom)
        where T : class =>
        known.Read(new Configuration(new JsonObject { ["item"] = item?.DeepClone() }, custom), "item")
            ?? throw new ModelFileException("'compile_config' has null where a loss or a metric is due");
}
