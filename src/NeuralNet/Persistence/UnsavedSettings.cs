using System.Reflection;

namespace NeuralNet;

/// <summary>
/// Finds the program's own classes that have settings and do not write them: their constructors take parameters, and they do not
/// override WriteTo. A file of them could not be loaded again as what was saved.
/// </summary>
internal static class UnsavedSettings
{
    /// <exception cref="NotSupportedException">A class does not write its settings.</exception>
    public static void Refuse(LayerGraph graph, CompileSettings? settings)
    {
        foreach (Layer layer in graph.Layers)
            Refuse(layer, $"the layer '{layer.Name}'");
        if (settings is null)
            return;
        Refuse(settings.Optimizer, "the optimizer");
        foreach (Loss loss in settings.Losses)
            Refuse(loss, "the loss");
        foreach (Metric metric in settings.Metrics.Concat(settings.WeightedMetrics).SelectMany(metrics => metrics))
            Refuse(metric, $"the metric '{metric.Name}'");
    }

    private static void Refuse(IConfigurable part, string what)
    {
        foreach (IConfigurable value in Configuration.Of(part).Silent)
        {
            if (Parameters(value) is { Length: > 0 } names)
                throw Error(value, what, names);
        }
    }

    /// <summary>The names of the constructors' parameters, but for those that are saved for every class of the kind.</summary>
    private static string[] Parameters(IConfigurable value)
    {
        if (value.GetType().Assembly == typeof(UnsavedSettings).Assembly)
            return [];
        ConstructorInfo[] constructors = value.GetType().GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        return [.. constructors.SelectMany(constructor => constructor.GetParameters()).Where(parameter => !IsShared(parameter, value))
            .Select(parameter => parameter.Name ?? "").Distinct()];
    }

    private static bool IsShared(ParameterInfo parameter, IConfigurable value) => value switch
    {
        Layer or Metric => parameter.ParameterType == typeof(string) && parameter.Name is "name" or null,
        Optimizer => parameter.ParameterType == typeof(LearningRateSchedule),
        _ => false,
    };

    private static NotSupportedException Error(IConfigurable value, string what, string[] names)
    {
        string type = value.GetType().Name, writes = string.Join(" ", names.Select(name => $"configuration.Set(\"{name}\", {name});"));
        string reads = string.Join(", ", names.Select(name => $"settings.GetSingle(\"{name}\")"));
        return new NotSupportedException(
            $"The model cannot be saved: {what} is or has a {type}, whose constructor takes {string.Join(", ", names.Select(name => $"'{name}'"))}, and {type} does not override WriteTo, so the file would not hold the settings. "
            + $"Override it in {type}: protected override void WriteTo(Configuration configuration) {{ {writes} }}; or with an empty body if there is nothing to keep. "
            + $"Load then makes it again by new CustomObjects().Add(\"{value.ClassName}\", settings => new {type}({reads})). SaveWeights saves the weights alone.");
    }
}
