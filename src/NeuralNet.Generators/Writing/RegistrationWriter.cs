namespace NeuralNet.Generators;

/// <summary>Writes the lists by which names and files find the classes: of the library by kind, of a program as one call.</summary>
internal static class RegistrationWriter
{
    /// <summary>Writes the rows of the library's registries.</summary>
    public static string WriteRegistries(IEnumerable<ConfigurableClass> classes)
    {
        var writer = new CodeWriter("NeuralNet");
        writer.Document("summary", "The classes that names and files can stand for.").Open("internal static class Registrations");
        foreach (Kind kind in Kind.All.Where(kind => classes.Any(configurable => configurable.Kind == kind)))
        {
            string registry = $"Registry<{kind.TypeName}>";
            writer.Member().Document("summary", $"Adds the {kind.Plural} of the library.")
                .Line($"public static {registry} AddAll(this {registry} registry) => registry")
                .Indented(Chain(classes.Where(configurable => configurable.Kind == kind).Select(Row)));
        }

        return writer.Close().ToString();
    }

    /// <summary>Writes the method that adds a program's classes to a CustomObjects, which Model.Load takes.</summary>
    public static string WriteCustomObjects(AssemblyClasses list)
    {
        string name = string.Concat(list.AssemblyName.Where(char.IsLetterOrDigit));
        string accessibility = list.Custom.Any(configurable => configurable.Accessibility == "public") ? "public" : "internal";
        return new CodeWriter("NeuralNet")
            .Document("summary", $"The registration of the classes of {list.AssemblyName}, for Model.Load.")
            .Open($"{accessibility} static class {name}CustomObjects").Member()
            .Document("summary", $"Adds the configurable classes of {list.AssemblyName}.")
            .Line($"public static CustomObjects Add{name}(this CustomObjects customObjects) => customObjects")
            .Indented(Chain(list.Custom.SelectMany(CustomRows)))
            .Close().ToString();
    }

    private static string Row(ConfigurableClass configurable)
    {
        string aliases = string.Concat(configurable.Names.Select(alias => $", \"{alias}\""));
        string create = configurable.IsMadeByFrom ? $"{Type(configurable)}.From" : $"static _ => {Instance(configurable)}";
        return $".Add(\"{configurable.ClassName}\", {create}{aliases})";
    }

    /// <summary>
    /// Returns the expression of an object. Activations are shared; losses are not, as the reduction of one is set after it is read.
    /// </summary>
    private static string Instance(ConfigurableClass configurable) => configurable.Kind.IsFunction && configurable.HasInstance
        ? $"{configurable.Kind.TypeName}.{configurable.ShortName}"
        : $"new {Type(configurable)}()";

    private static IEnumerable<string> CustomRows(ConfigurableClass configurable)
    {
        string type = Type(configurable);
        foreach (string name in configurable.Aliases.Prepend(configurable.ClassName))
        {
            string made = configurable.IsMadeByFrom ? $"{type}.From(configuration)" : $"new {type}()";
            yield return configurable.IsMadeByFrom ? $".Add(\"{name}\", {type}.From)" : $".Add(\"{name}\", static _ => {made})";
            if (configurable.Kind == Kind.Loss)
                yield return $".Add(\"{name}\", static configuration => Metric.From({made}))";
        }
    }

    private static string Type(ConfigurableClass configurable) =>
        configurable.Namespace == "NeuralNet" ? configurable.Name : $"global::{configurable.FullName}";

    private static IEnumerable<string> Chain(IEnumerable<string> rows)
    {
        string[] lines = [.. rows];
        lines[lines.Length - 1] += ";";
        return lines;
    }
}
