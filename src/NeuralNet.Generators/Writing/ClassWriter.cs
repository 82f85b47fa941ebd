namespace NeuralNet.Generators;

/// <summary>
/// Writes the generated part of a class: its properties, its names, saving and loading, and beside them the fluent method of a layer or the
/// ready-made object of another kind.
/// </summary>
internal static class ClassWriter
{
    public static string Write(ConfigurableClass configurable)
    {
        var writer = new CodeWriter(configurable.Namespace, configurable.Usings);
        if (configurable.HasPart)
            WritePart(writer, configurable);
        if (configurable.HasFluentMethod)
            FluentMethodWriter.Write(writer, configurable);
        if (configurable.HasInstance && !configurable.IsCore)
            InstanceWriter.WriteExtensions(writer, configurable);
        return writer.ToString();
    }

    private static void WritePart(CodeWriter writer, ConfigurableClass configurable)
    {
        writer.Member().Open($"partial class {configurable.Name}");
        WriteFields(writer, configurable);
        WriteProperties(writer, configurable);
        WriteNames(writer, configurable);
        if (configurable.HasWriteTo)
            WriteSaving(writer, configurable);
        if (configurable.HasFrom)
            WriteLoading(writer, configurable);
        writer.Close();
    }

    /// <summary>Writes fields with copies of lists; the members of the class then see the field instead of the parameter.</summary>
    private static void WriteFields(CodeWriter writer, ConfigurableClass configurable)
    {
        foreach (Setting setting in configurable.Settings.Where(setting => setting.IsCopied))
        {
            string none = setting.IsNullable ? "null" : "null!", name = setting.Parameter;
            writer.Member().Line($"private readonly {setting.ParameterType} {name} = {name} is null ? {none} : [.. {name}];");
        }
    }

    private static void WriteProperties(CodeWriter writer, ConfigurableClass configurable)
    {
        foreach (Setting setting in configurable.Settings.Where(setting => setting.Property is not null))
        {
            writer.Member()
                .Document("summary", setting.PropertySummary)
                .Line($"public {setting.Property} => {setting.Value};");
        }
    }

    private static void WriteNames(CodeWriter writer, ConfigurableClass configurable)
    {
        if (configurable.OverridesClassName)
        {
            string accessibility = configurable.Kind == Kind.Layer ? "public" : configurable.Protected();
            writer.Member().Line("/// <inheritdoc/>")
                .Line($"{accessibility} override string ClassName => \"{configurable.ClassName}\";");
        }

        if (configurable.NameValue is { } name)
        {
            string accessibility = configurable.Kind == Kind.Metric ? configurable.Protected() : "public";
            writer.Member().Line("/// <inheritdoc/>")
                .Line($"{accessibility} override string {configurable.Kind.NameProperty} => \"{name}\";");
        }
    }

    private static void WriteSaving(CodeWriter writer, ConfigurableClass configurable)
    {
        writer.Member().Line("/// <inheritdoc/>")
            .Open($"{configurable.Protected()} override void WriteTo({configurable.Prefix()}Configuration configuration)");
        if (configurable.CallsBaseWriteTo)
            writer.Line("base.WriteTo(configuration);");
        foreach (Setting setting in configurable.Settings.Where(setting => setting.Value is not null))
            SettingCode.Write(writer, setting);
        writer.Close();
    }

    private static void WriteLoading(CodeWriter writer, ConfigurableClass configurable)
    {
        string modifiers = configurable.HidesFrom ? "internal static new" : "internal static";
        writer.Member()
            .Document("summary", "Creates an object from the settings that <c>WriteTo</c> wrote; absent settings have their defaults.")
            .Line($"{modifiers} {configurable.Name} From({configurable.Prefix()}Configuration configuration) => new(")
            .Indented(configurable.Settings.Select((setting, index) =>
                SettingCode.Read(setting) + (index + 1 < configurable.Settings.Count ? "," : ");")));
    }
}
