using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NeuralNet.Generators;

/// <summary>Finds the names in files that several classes of one kind have. Each is reported at the second of the classes.</summary>
internal static class NameConflicts
{
    public static EquatableArray<Problem> Of(ImmutableArray<LocatedClass> classes) => new([.. Namesakes(classes), .. SharedAliases(classes)]);

    /// <summary>Returns an error for each name that is the name of several classes of one kind.</summary>
    private static IEnumerable<Problem> Namesakes(ImmutableArray<LocatedClass> classes) => classes
        .GroupBy(located => (located.Class.Kind, located.Class.ClassName))
        .Where(group => group.Count() > 1)
        .Select(group => Conflict(Diagnostics.SameName, [.. group], group.Key.ClassName));

    /// <summary>
    /// Returns an error for each further name that classes of one kind share, or that is the name of another class, in any spelling.
    /// </summary>
    private static IEnumerable<Problem> SharedAliases(ImmutableArray<LocatedClass> classes) => classes
        .SelectMany(located => located.Class.Aliases.Select(alias => (Alias: alias, located.Class.Kind)))
        .GroupBy(named => (ConfigurableClass.Spelled(named.Alias), named.Kind))
        .Select(group => (group.First().Alias, Sharing: ClassesNamed(classes, group.First().Alias, group.Key.Kind)))
        .Where(named => named.Sharing.Length > 1)
        .Select(named => Conflict(Diagnostics.SameAlias, named.Sharing, named.Alias));

    private static LocatedClass[] ClassesNamed(ImmutableArray<LocatedClass> classes, string name, Kind kind) =>
    [
        .. classes.Where(located => located.Class.Kind == kind && located.Class.Aliases.Prepend(located.Class.ClassName)
            .Any(own => ConfigurableClass.Spelled(own) == ConfigurableClass.Spelled(name))),
    ];

    private static Problem Conflict(DiagnosticDescriptor rule, LocatedClass[] sharing, string name) =>
        new(rule, sharing[1].Place, new([sharing[0].Class.FullName, sharing[1].Class.FullName, name]));
}
