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

    private bool HasMetric(ConfigurableClass loss) =>
        Classes.Any(configurable => configurable.Kind == Kind.Metric && configurable.ShortName == loss.ShortName);
}
