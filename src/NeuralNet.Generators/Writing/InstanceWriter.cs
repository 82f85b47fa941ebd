namespace NeuralNet.Generators;

/// <summary>
/// Writes the ready-made objects of a kind: <c>Activation.ReLU</c>, <c>Loss.MeanSquaredError</c>, and those of every loss as a metric.
/// </summary>
internal static class InstanceWriter
{
    public static string Write(Kind kind, IEnumerable<ConfigurableClass> classes)
    {
        var writer = new CodeWriter("NeuralNet");
        writer.Open($"partial class {kind.TypeName}");
        foreach (ConfigurableClass configurable in classes)
            WriteInstance(writer.Member(), kind, configurable);
        return writer.Close().ToString();
    }

    private static void WriteInstance(CodeWriter writer, Kind kind, ConfigurableClass configurable)
    {
        writer.Document("summary", configurable.Summary.OrElse($"The object of {configurable.Name}."));
        if (configurable.Kind != kind)
        {
            writer.Line($"public static {kind.TypeName} {configurable.ShortName} {{ get; }} = From(Loss.{configurable.ShortName});");
        }
        else if (configurable.IsInstanceProperty)
        {
            writer.Line($"public static {kind.TypeName} {configurable.ShortName} {{ get; }} = new {Type(configurable)}();");
        }
        else
        {
            foreach (Setting setting in configurable.Settings)
                writer.Document($"param name=\"{setting.Parameter}\"", setting.Documentation.OrElse($"The setting <c>{setting.Key}</c>."));
            if (configurable.Exceptions.Length > 0)
                writer.Raw(configurable.Exceptions);
            string parameters = string.Join(", ", configurable.Settings.Select(ParameterWriter.Declare));
            writer.Line($"public static {kind.TypeName} {configurable.ShortName}({parameters}) => new {Type(configurable)}({ParameterWriter.Pass(configurable)});");
        }
    }

    private static string Type(ConfigurableClass configurable) =>
        configurable.Namespace == "NeuralNet" ? configurable.Name : $"global::{configurable.FullName}";
}
