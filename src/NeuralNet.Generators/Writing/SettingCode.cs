namespace NeuralNet.Generators;

/// <summary>Writes the calls of <c>Configuration</c> that write and read one setting.</summary>
internal static class SettingCode
{
    /// <summary>Writes the setting. A value type that is null is left out; a reference type that is null is written as null.</summary>
    public static void Write(CodeWriter writer, Setting setting)
    {
        if (setting.Writer is { } method)
        {
            writer.Line($"{method}(configuration);");
        }
        else if (setting.IsNullable && IsValue(setting.Type))
        {
            string given = $"{setting.Parameter}Given";
            writer.Line($"if ({setting.Value} is {{ }} {given})")
                .Indented([Set(setting, given)]);
        }
        else
        {
            writer.Line(Set(setting, ValueToWrite(setting)));
        }
    }

    /// <summary>Returns the expression that reads the setting.</summary>
    public static string Read(Setting setting)
    {
        if (setting.Reader is { } method)
            return $"{method}(configuration)";
        string name = $"\"{setting.Key}\"", missing = Missing(setting);
        string axes = $"global::NeuralNet.AxesSetting.GetAxes(configuration, {name})";
        return setting.Type switch
        {
            SettingType.Int32 => Value(setting, "GetInt32"),
            SettingType.Single => Value(setting, "GetSingle"),
            SettingType.Double => Value(setting, "GetDouble"),
            SettingType.Boolean => Value(setting, "GetBoolean"),
            SettingType.Enum => Value(setting, $"GetEnum<{setting.TypeName}>"),
            SettingType.String => $"configuration.GetString({name}){missing}",
            SettingType.Int32List => $"configuration.GetInt32s({name}){missing}",
            SettingType.OptionalInt32List => $"configuration.GetOptionalInt32s({name}){missing}",
            SettingType.SingleList => $"configuration.GetSingles({name}){missing}",
            SettingType.StringList => $"configuration.GetStrings({name}){missing}",
            SettingType.Tensor => $"configuration.GetTensor({name}){missing}",
            SettingType.Shape => $"configuration.GetShape({name}){missing}",
            SettingType.Axes when setting.IsNullable => $"configuration.Contains({name}) ? {axes} : null",
            SettingType.Axes => axes,
            SettingType.Value => StructValue(setting, $"configuration.GetValue<{setting.TypeName}>({name})"),
            SettingType.Layer => $"global::NeuralNet.LayerSetting.GetLayer(configuration, {name}){missing}",
            _ => $"configuration.Get<{setting.TypeName}>({name}){missing}",
        };
    }

    /// <summary>Returns the expression of the value, which throws for a null that could not be read again.</summary>
    private static string ValueToWrite(Setting setting) => IsValue(setting.Type) || setting.IsNullable || setting.Default == "null"
        ? setting.Value!
        : $"global::NeuralNet.Configuration.Required(\"{setting.Key}\", {setting.Value})";

    /// <summary>
    /// Returns the statement that writes a value. Arrays convert to tensors, shapes and axes too, so the methods of these have names of
    /// their own.
    /// </summary>
    private static string Set(Setting setting, string value) => setting.Type switch
    {
        SettingType.Tensor => $"configuration.SetTensor(\"{setting.Key}\", {value});",
        SettingType.Shape => $"configuration.SetShape(\"{setting.Key}\", {value});",
        SettingType.Axes => $"global::NeuralNet.AxesSetting.SetAxes(configuration, \"{setting.Key}\", {value});",
        SettingType.Value => $"configuration.SetValue(\"{setting.Key}\", {value});",
        SettingType.Layer => $"global::NeuralNet.LayerSetting.SetLayer(configuration, \"{setting.Key}\", {value});",
        _ => $"configuration.Set(\"{setting.Key}\", {value});",
    };

    private static bool IsValue(SettingType type) =>
        type is SettingType.Int32 or SettingType.Single or SettingType.Double or SettingType.Boolean or SettingType.Enum
            or SettingType.Axes or SettingType.Value;

    private static string Value(Setting setting, string method)
    {
        string name = $"\"{setting.Key}\"";
        if (setting.IsNullable)
            return $"configuration.Contains({name}) ? configuration.{method}({name}) : null";
        return setting.Default is { } value ? $"configuration.{method}({name}, {value})" : $"configuration.{method}({name})";
    }

    /// <summary>
    /// Returns the expression that reads a value of a structure, or the default of its parameter if the setting is absent.
    /// </summary>
    private static string StructValue(Setting setting, string read) => setting.Default is { } value
        ? $"configuration.Contains(\"{setting.Key}\") ? {read} : {value}"
        : read;

    /// <summary>
    /// Returns the end of the expression for a setting that is absent: nothing if it may be null, its default, or an exception.
    /// </summary>
    private static string Missing(Setting setting) => setting switch
    {
        { IsNullable: true } or { Default: "null" } => "",
        { Default: { } value } => $" ?? {value}",
        _ => $" ?? throw new global::System.FormatException(\"The setting '{setting.Key}' is missing.\")",
    };
}
