namespace NeuralNet.Generators;

/// <summary>Repeats the parameters of a constructor in the declaration of a method, and passes them on.</summary>
internal static class ParameterWriter
{
    public static string Declare(Setting setting) =>
        $"{setting.ParameterType} {setting.Parameter}{(setting.Default is { } value ? $" = {value}" : "")}";

    public static string Pass(ConfigurableClass configurable) => string.Join(", ", configurable.Settings.Select(setting => setting.Parameter));
}
