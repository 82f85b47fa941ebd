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

    /// <exception cref="FormatException">The settings are not for this number of outputs, or of unknown classes.</exception>
    public static CompileSettings Read(JsonObject json, int outputs, CustomFactories? custom)
    {
        var configuration = new Configuration(json, custom);
        var settings = new CompileSettings(
            Optimizer.Known.Read(configuration, "optimizer") ?? throw new ModelFileException("'compile_config' has no optimizer"),
            ReadLosses(configuration, outputs),
            configuration.GetSingles("loss_weights") ?? [.. Enumerable.Repeat(1f, outputs)],
            ReadMetrics(configuration, "metrics", outputs),
            ReadMetrics(configuration, "weighted_metrics", outputs));
        if (settings.LossWeights.Count != outputs)
            throw new ModelFileException($"'loss_weights' of 'compile_config' has {Counted.Of(settings.LossWeights.Count, "number")} "
                + $"for {Counted.Of(outputs, "output")}");
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

    private static Loss[] ReadLosses(Configuration configuration, int outputs)
    {
        JsonNode?[] items = OutputsOf(configuration, "loss", outputs);
        return [.. items.Select(item => Element(item, Loss.Known, configuration.Custom))];
    }

    private static IReadOnlyList<Metric>[] ReadMetrics(Configuration configuration, string key, int outputs)
    {
        JsonNode?[] items = OutputsOf(configuration, key, outputs);
        return [.. items.Select(item => item switch
        {
            null => [],
            JsonArray metrics => (IReadOnlyList<Metric>)[.. metrics.Select(metric => Element(metric, Metric.Known, configuration.Custom))],
            _ => throw Configuration.Wrong(key, "a list of metrics for each output", item),
        })];
    }

    /// <summary>Returns the value of a key for each output; nulls if the key is absent.</summary>
    private static JsonNode?[] OutputsOf(Configuration configuration, string key, int outputs)
    {
        JsonNode? value = configuration.Json[key];
        JsonNode?[] items = value is null ? new JsonNode?[outputs] : outputs == 1 ? [value] : [.. value as JsonArray ?? []];
        return items.Length == outputs
            ? items
            : throw new ModelFileException($"'{key}' of 'compile_config' should be a list with an element for each output, {outputs} in "
                + "all");
    }

    private static T Element<T>(JsonNode? item, Registry<T> known, CustomFactories? custom)
        where T : class =>
        known.Read(new Configuration(new JsonObject { ["item"] = item?.DeepClone() }, custom), "item")
            ?? throw new ModelFileException("'compile_config' has null where a loss or a metric is due");
}
