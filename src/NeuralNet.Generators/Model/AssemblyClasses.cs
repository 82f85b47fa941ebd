using System.Collections.Immutable;

namespace NeuralNet.Generators;

/// <summary>The marked classes of an assembly without mistakes, sorted by their names in files.</summary>
internal sealed record AssemblyClasses(string AssemblyName, EquatableArray<ConfigurableClass> Classes)
{
    /// <summary>The classes of the library, which its registries list.</summary>
    public IEnumerable<ConfigurableClass> Core => Classes.Where(configurable => configurable.IsCore && configurable.Kind.IsSaved);

    /// <summary>The classes of a program, which it adds to a <c>CustomObjects</c>.</summary>
    public IEnumerable<ConfigurableClass> Custom => Classes.Where(configurable => !configurable.IsCore && configurable.Kind.IsSaved);

    public static AssemblyClasses Of(string assemblyName, ImmutableArray<ConfigurableClass> classes) =>
        new(assemblyName, new(classes.OrderBy(configurable => configurable.ClassName, StringComparer.Ordinal)));

    /// <summary>Returns the classes of which the kind gets a ready-made object.</summary>
    public IEnumerable<ConfigurableClass> InstancesOf(Kind kind) => Core.Where(configurable => configurable.Kind == kind
        ? configurable.HasInstance
        : kind == Kind.Metric && configurable.HasMetricInstance && !HasMetric(configurable));

    /// <summary>Returns the groups of classes of one kind with the same name in files.</summary>
    public IEnumerable<ImmutableArray<ConfigurableClass>> Namesakes() => Classes
        .GroupBy(configurable => (configurable.Kind, configurable.ClassName))
        .Where(group => group.Count() > 1)
        .Select(group => group.ToImmutableArray());

    /// <summary>Returns the further names that classes of one kind share, or that are the name of another class, in any spelling.</summary>
    public IEnumerable<(string Alias, ImmutableArray<ConfigurableClass> Sharing)> SharedAliases() => Classes
        .SelectMany(configurable => configurable.Aliases.Select(alias => (Alias: alias, configurable.Kind)))
        .GroupBy(named => (ConfigurableClass.Spelled(named.Alias), named.Kind))
        .Select(group => (group.First().Alias, Sharing: ClassesNamed(group.First().Alias, group.Key.Kind)))
        .Where(named => named.Sharing.Length > 1);

    private ImmutableArray<ConfigurableClass> ClassesNamed(string name, Kind kind) => Classes
        .Where(configurable => configurable.Kind == kind && configurable.Aliases.Prepend(configurable.ClassName)
            .Any(own => ConfigurableClass.Spelled(own) == ConfigurableClass.Spelled(name)))
        .ToImmutableArray();

    private bool HasMetric(ConfigurableClass loss) =>
        Classes.Any(configurable => configurable.Kind == Kind.Metric && configurable.ShortName == loss.ShortName);
}
