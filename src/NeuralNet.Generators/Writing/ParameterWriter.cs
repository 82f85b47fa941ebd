namespace NeuralNet.Generators;

/// <summary>Repeats the parameters of a constructor and their documentation in the declaration of a method, and passes them on.</summary>
internal static class ParameterWriter
{
    public static void Document(CodeWriter writer, ConfigurableClass configurable)
    {
        foreach (Setting setting in configurable.Settings)
            writer.Document($"param name=\"{setting.Parameter.TrimStart('@')}\"", setting.Summary);
        if (configurable.Exceptions.Length > 0)
            writer.Raw(configurable.Exceptions);
    }

    public static string Declare(Setting setting) =>
        $"{setting.ParameterType} {setting.Parameter}{(setting.Default is { } value ? $" = {value}" : "")}";

    /// <summary>Returns the parameters as lines, after a first one.</summary>
    public static IEnumerable<string> Lines(ConfigurableClass configurable, string first)
    {
        string[] all = [first, .. configurable.Settings.Select(Declare)];
        return all.Select((parameter, index) => parameter + (index + 1 < all.Length ? "," : ")"));
    }

    public static string Pass(ConfigurableClass configurable) =>
        string.Join(", ", configurable.Settings.Select(setting => setting.Parameter));
}
