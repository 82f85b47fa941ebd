using Microsoft.CodeAnalysis;

namespace NeuralNet.Generators;

/// <summary>
/// A class and its base classes up to that of its kind. The members that will be generated for marked base classes count as present.
/// </summary>
internal sealed class Hierarchy
{
    private readonly List<INamedTypeSymbol> between = [];

    public Hierarchy(INamedTypeSymbol type)
    {
        Type = type;
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null && Kind is null; ancestor = ancestor.BaseType)
        {
            Kind = Kind.All.FirstOrDefault(kind => SettingTypes.IsOfLibrary(ancestor, kind.TypeName));
            KindType = Kind is null ? null : ancestor;
            if (Kind is null)
                between.Add(ancestor);
        }
    }

    public INamedTypeSymbol Type { get; }

    public Kind? Kind { get; }

    public INamedTypeSymbol? KindType { get; }

    public bool IsCore => KindType is not null
        && SymbolEqualityComparer.Default.Equals(KindType.ContainingAssembly, Type.ContainingAssembly);

    public bool DerivesFrom(string libraryType) => between.Any(ancestor => SettingTypes.IsOfLibrary(ancestor, libraryType));

    /// <summary>Returns the class's own instance member of a name; null if there is none.</summary>
    public TSymbol? Own<TSymbol>(string name)
        where TSymbol : class, ISymbol => Type.GetMembers(name).OfType<TSymbol>().FirstOrDefault(member => !member.IsStatic);

    /// <summary>Returns whether the class has a method of its own whose only parameter is a configuration.</summary>
    public bool HasMethod(string name, bool isStatic) => HasMethod(Type, name, isStatic);

    /// <summary>Returns whether a base class below the kind makes its objects by a method From.</summary>
    public bool InheritsFrom() => between.Any(ancestor =>
        SymbolEqualityComparer.Default.Equals(ancestor.ContainingAssembly, Type.ContainingAssembly)
        && (HasMethod(ancestor, "From", isStatic: true) || (IsMarked(ancestor) && ParametersOf(ancestor).Any())));

    /// <summary>Gets a value indicating whether a base class below the kind has a method WriteTo that is not generated.</summary>
    public bool InheritsWriteTo => between.Any(ancestor => HasMethod(ancestor, "WriteTo", isStatic: false));

    /// <summary>Returns whether the class or a base class below the kind has a property of its own in place of the kind's.</summary>
    public bool Overrides(string property) => Own<IPropertySymbol>(property) is not null || BaseOverrides(property);

    /// <summary>Gets a value indicating whether the class would inherit another class's name in files.</summary>
    public bool InheritsClassName => BaseOverrides("ClassName") || between.Any(ancestor => ClassReader.ClassNameOf(ancestor) is not null);

    /// <summary>Returns the base class that has a property of this name; null if none has.</summary>
    public INamedTypeSymbol? OwnerOfInherited(string property, string parameter)
    {
        for (INamedTypeSymbol? ancestor = Type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.GetMembers(property).Any(member =>
                member is IPropertySymbol { IsStatic: false, DeclaredAccessibility: not Accessibility.Private }))
                return ancestor;
        }

        return between.FirstOrDefault(ancestor => IsMarked(ancestor) && ParametersOf(ancestor).Contains(parameter));
    }

    /// <summary>
    /// Returns the base class with a member, other than a property of its objects, that a property of this name would hide; null if none
    /// has.
    /// </summary>
    public INamedTypeSymbol? OwnerOfHidden(string property, Compilation compilation)
    {
        for (INamedTypeSymbol? ancestor = Type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.GetMembers(property).Any(member =>
                member is not IPropertySymbol { IsStatic: false } && compilation.IsSymbolAccessibleWithin(member, Type)))
                return ancestor;
        }

        return null;
    }

    private bool BaseOverrides(string property) =>
        between.Any(ancestor => ancestor.GetMembers(property).Any(member => !member.IsAbstract));

    private static bool HasMethod(INamedTypeSymbol type, string name, bool isStatic) =>
        type.GetMembers(name).OfType<IMethodSymbol>().Any(method =>
            method.IsStatic == isStatic && method.Parameters.Length == 1
            && SettingTypes.IsOfLibrary(method.Parameters[0].Type, "Configuration"));

    private static bool IsMarked(INamedTypeSymbol type) => ClassReader.AttributeOf(type) is not null;

    private static IEnumerable<string> ParametersOf(INamedTypeSymbol type) => type.InstanceConstructors
        .Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public)
        .SelectMany(constructor => constructor.Parameters)
        .Select(parameter => parameter.Name);
}
