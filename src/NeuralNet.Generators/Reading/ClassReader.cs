using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralNet.Generators;

/// <summary>Reads a marked class from its symbols: the contents of the generated code, or the problems.</summary>
internal static class ClassReader
{
    public static ConfigurableClass Read(GeneratorAttributeSyntaxContext found, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var type = (INamedTypeSymbol)found.TargetSymbol;
        var declaration = (ClassDeclarationSyntax)found.TargetNode;
        var hierarchy = new Hierarchy(type);
        Location location = declaration.Identifier.GetLocation();
        return Objection(hierarchy, declaration, location) is { } problem
            ? Start(hierarchy, hierarchy.Kind ?? Kind.Layer) with { Problems = new([problem]) }
            : Read(hierarchy, declaration, found.SemanticModel.Compilation);
    }

    /// <summary>Returns the attribute [Configurable] of a class.</summary>
    public static AttributeData? AttributeOf(INamedTypeSymbol type) => type.GetAttributes()
        .FirstOrDefault(attribute => attribute.AttributeClass is { } mark && SettingTypes.IsOfLibrary(mark, "ConfigurableAttribute"));

    /// <summary>Returns the name in files that the attribute gives; null if it gives none.</summary>
    public static string? ClassNameOf(INamedTypeSymbol type) => AttributeOf(type)?.NamedArguments
        .Where(argument => argument.Key == "ClassName").Select(argument => argument.Value.Value as string).FirstOrDefault();

    private static Problem? Objection(Hierarchy hierarchy, ClassDeclarationSyntax declaration, Location location)
    {
        INamedTypeSymbol type = hierarchy.Type;
        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            return Problem.At(location, Diagnostics.NotPartial, type.Name);
        string? obstacle = type.IsAbstract ? "abstract"
            : type.IsGenericType ? "generic"
            : type.ContainingType is not null ? "nested"
            : declaration.Modifiers.Any(modifier => modifier.ValueText == "file") ? "visible in its file only"
            : null;
        if (obstacle is not null)
            return Problem.At(location, Diagnostics.NotPlain, type.Name, obstacle);
        if (hierarchy.Kind is null)
            return Problem.At(location, Diagnostics.NoKind, type.Name, string.Join(", ", Kind.All.Select(kind => kind.TypeName)));
        int constructors = Constructors(type).Count();
        return constructors == 1 || (constructors > 1 && hierarchy.Kind.IsSaved && IsSavedByHand(hierarchy))
            ? null
            : Problem.At(location, Diagnostics.Constructors, type.Name, constructors.ToString(CultureInfo.InvariantCulture));
    }

    private static ConfigurableClass Read(Hierarchy hierarchy, ClassDeclarationSyntax declaration, Compilation compilation)
    {
        Kind kind = hierarchy.Kind!;
        INamedTypeSymbol type = hierarchy.Type;
        PublicConstructor? constructor = Constructors(type).Count() == 1 ? new(Constructors(type).First(), declaration) : null;
        var reader = new SettingReader(hierarchy, constructor, compilation);
        Setting[] settings = reader.ReadAll();
        Documentation documentation = Documentation.Of(declaration);
        bool hasFrom = hierarchy.HasMethod("From", isStatic: true);
        bool writes = settings.Any(setting => setting.Value is not null)
            || (!hierarchy.IsCore && settings.Length > 0 && !reader.BaseWrites);
        ConfigurableClass start = Start(hierarchy, kind);
        start = start with { ClassName = ClassNameOf(type) ?? (kind.IsFunction ? SnakeCase.Of(start.ShortName) : type.Name) };
        return start with
        {
            Aliases = AliasesOf(type),
            Settings = new(settings),
            IsCore = hierarchy.IsCore,
            NameValue = kind.NameProperty is { } name && !hierarchy.Overrides(name) ? SnakeCase.Of(start.ClassName) : null,
            OverridesClassName = !kind.IsFunction && kind.IsSaved && hierarchy.Own<IPropertySymbol>("ClassName") is null
                && (start.ClassName != type.Name || hierarchy.InheritsClassName),
            HasWriteTo = kind.IsSaved && writes && !hierarchy.HasMethod("WriteTo", isStatic: false),
            CallsBaseWriteTo = reader.BaseWrites,
            HasFrom = kind.IsSaved && settings.Length > 0 && !hasFrom,
            HidesFrom = hierarchy.InheritsFrom(),
            IsMadeByFrom = hasFrom || settings.Length > 0,
            HasFluentMethod = kind == Kind.Layer && constructor is not null
                && type.ContainingNamespace.GetTypeMembers($"{type.Name}Extensions").IsEmpty,
            IsMerging = hierarchy.DerivesFrom("MergeLayer"),
            HasInstance = kind.HasInstances && (constructor is not null || HasConstructorWithDefaults(type))
                && InstanceRules.MayAdd(hierarchy.KindType!, type, start.ShortName, compilation),
            HasMetricInstance = kind == Kind.Loss && settings.All(setting => setting.Default is not null)
                && compilation.GetTypeByMetadataName("NeuralNet.Metric") is { } metric
                && InstanceRules.MayAdd(metric, type, start.ShortName, compilation),
            Usings = UsingsOf(declaration, documentation, constructor?.Documentation ?? documentation),
            Summary = documentation.Summary,
            Exceptions = constructor?.Documentation.Exceptions ?? "",
            Problems = new([.. reader.Problems, .. ProblemsOfNames(hierarchy, start, declaration)]),
        };
    }

    /// <summary>
    /// Returns an error for each empty name of a class in files, and a warning for each name that a class of the library has, which a
    /// program's class would replace.
    /// </summary>
    private static IEnumerable<Problem> ProblemsOfNames(Hierarchy hierarchy, ConfigurableClass named, ClassDeclarationSyntax declaration)
    {
        Location location = declaration.Identifier.GetLocation();
        foreach (string name in AliasesOf(hierarchy.Type).Prepend(named.ClassName))
        {
            if (string.IsNullOrWhiteSpace(name))
                yield return Problem.At(location, Diagnostics.EmptyName, $"'{named.Name}'");
            else if (!hierarchy.IsCore && named.Kind.IsSaved && LibraryClasses.Has(hierarchy.KindType!, named.Kind, name))
                yield return Problem.At(location, Diagnostics.NameOfLibrary, named.FullName, name, named.Kind.TypeName);
        }
    }

    private static ConfigurableClass Start(Hierarchy hierarchy, Kind kind) => new(
        hierarchy.Type.ContainingNamespace.IsGlobalNamespace ? "" : hierarchy.Type.ContainingNamespace.ToDisplayString(),
        hierarchy.Type.Name,
        hierarchy.Type.DeclaredAccessibility == Accessibility.Public ? "public" : "internal",
        kind);

    private static IEnumerable<IMethodSymbol> Constructors(INamedTypeSymbol type) =>
        type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public);

    /// <summary>Returns whether a public constructor can be called without arguments.</summary>
    private static bool HasConstructorWithDefaults(INamedTypeSymbol type) =>
        Constructors(type).Any(constructor => constructor.Parameters.All(parameter => parameter.IsOptional));

    private static bool IsSavedByHand(Hierarchy hierarchy) =>
        hierarchy.HasMethod("From", isStatic: true) && (hierarchy.HasMethod("WriteTo", isStatic: false) || hierarchy.InheritsWriteTo);

    private static EquatableArray<string> AliasesOf(INamedTypeSymbol type) => new(AttributeOf(type)!.ConstructorArguments
        .Where(argument => !argument.IsNull)
        .SelectMany(argument => argument.Values)
        .Select(value => value.Value)
        .OfType<string>());

    /// <summary>Returns the using directives of the file, for the references in the documentation that is repeated.</summary>
    private static string UsingsOf(ClassDeclarationSyntax declaration, params Documentation[] repeated) =>
        repeated.Any(documentation => documentation.HasReferences)
        ? string.Join("\n", declaration.SyntaxTree.GetCompilationUnitRoot().Usings
            .Where(directive => directive.GlobalKeyword.IsKind(SyntaxKind.None))
            .Select(directive => directive.WithoutTrivia().ToString()))
        : "";
}
