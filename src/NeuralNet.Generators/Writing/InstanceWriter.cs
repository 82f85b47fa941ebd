namespace NeuralNet.Generators;

/// <summary>
/// Writes the ready-made objects of a kind: <c>Activation.ReLU</c>, <c>Loss.MeanSquaredError</c>, and those of every loss as a metric.
/// The library's are members of the base type; a program's are extension members, which look the same.
/// </summary>
internal static class InstanceWriter
{
    /// <summary>Writes the part of a base type of the library with the objects of all its classes.</summary>
    public static string Write(Kind kind, IEnumerable<ConfigurableClass> classes)
    {
        var writer = new CodeWriter("NeuralNet");
        writer.Open($"partial class {kind.TypeName}");
        foreach (ConfigurableClass configurable in classes)
        {
            if (configurable.Kind != kind)
                WriteProperty(writer, configurable, kind.TypeName, $"{{ get; }} = From(Loss.{configurable.ShortName})");
            else if (configurable.IsInstanceProperty)
                WriteProperty(writer, configurable, kind.TypeName, $"{{ get; }} = new {Type(configurable)}()");
            else
                WriteMethod(writer, configurable, kind.TypeName);
        }

        return writer.Close().ToString();
    }

    /// <summary>
    /// Writes the extension members of a program's class; of a loss also that of its metric, in a class of its own as the names are the
    /// same.
    /// </summary>
    public static void WriteExtensions(CodeWriter writer, ConfigurableClass configurable)
    {
        string kind = configurable.Prefix() + configurable.Kind.TypeName, metric = $"{configurable.Prefix()}Metric";
        if (configurable.IsInstanceProperty)
            WriteExtension(writer, configurable, $"{configurable.Name}Extensions", kind, $"new {configurable.Name}()");
        else
            WriteMethodExtension(writer, configurable, kind);
        if (configurable.HasMetricInstance)
        {
            WriteExtension(
                writer, configurable, $"{configurable.Name}MetricExtensions", metric, $"{metric}.From(new {configurable.Name}())");
        }
    }

    private static void WriteExtension(CodeWriter writer, ConfigurableClass configurable, string name, string type, string value)
    {
        OpenExtensions(writer, configurable, name)
            .Member().Line($"private static readonly {type} Shared = {value};")
            .Member().Open($"extension({type})");
        WriteProperty(writer, configurable, type, "=> Shared");
        writer.Close().Close();
    }

    private static void WriteMethodExtension(CodeWriter writer, ConfigurableClass configurable, string type)
    {
        OpenExtensions(writer, configurable, $"{configurable.Name}Extensions").Open($"extension({type})");
        WriteMethod(writer, configurable, type);
        writer.Close().Close();
    }

    private static CodeWriter OpenExtensions(CodeWriter writer, ConfigurableClass configurable, string name) => writer.Member()
        .Document("summary", $"The ready-made object of <see cref=\"{configurable.FullName}\"/>, an extension of the base type.")
        .Open($"{configurable.Accessibility} static class {name}");

    private static void WriteProperty(CodeWriter writer, ConfigurableClass configurable, string type, string value) => writer.Member()
        .Document("summary", configurable.Summary.OrElse($"The object of {configurable.Name}."))
        .Line($"public static {type} {configurable.ShortName} {value};");

    private static void WriteMethod(CodeWriter writer, ConfigurableClass configurable, string type)
    {
        writer.Member().Document("summary", configurable.Summary.OrElse($"Creates an object of {configurable.Name}."));
        ParameterWriter.Document(writer, configurable);
        string parameters = string.Join(", ", configurable.Settings.Select(ParameterWriter.Declare));
        writer.Line($"public static {type} {configurable.ShortName}({parameters}) =>")
            .Indented([$"new {Type(configurable)}({ParameterWriter.Pass(configurable)});"]);
    }

    /// <summary>Returns the name of the class in the scope of a base type of the library.</summary>
    private static string Type(ConfigurableClass configurable) =>
        !configurable.IsCore || configurable.Namespace == "NeuralNet" ? configurable.Name : $"global::{configurable.FullName}";
}
