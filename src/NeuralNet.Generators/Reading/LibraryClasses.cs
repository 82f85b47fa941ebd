using Microsoft.CodeAnalysis;

namespace NeuralNet.Generators;

/// <summary>Finds the library's classes by their names in files.</summary>
internal static class LibraryClasses
{
    /// <summary>Returns whether the assembly of a kind has a class of the kind under this name.</summary>
    /// <param name="kindType">The base type of the kind.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="className">The name in files: of a function in any spelling of the ready-made object.</param>
    public static bool Has(INamedTypeSymbol kindType, Kind kind, string className) => kind.IsFunction
        ? kindType.GetMembers().Any(member =>
            IsReadyMade(member) && ConfigurableClass.Spelled(member.Name) == ConfigurableClass.Spelled(className))
        : IsOfKind(className, kindType) || IsOfKind(className + kind.Suffix, kindType);

    private static bool IsReadyMade(ISymbol member) =>
        member is { IsStatic: true, DeclaredAccessibility: Accessibility.Public }
            and (IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary });

    private static bool IsOfKind(string name, INamedTypeSymbol kindType)
    {
        INamedTypeSymbol? found = kindType.ContainingNamespace.GetTypeMembers(name).FirstOrDefault();
        for (INamedTypeSymbol? ancestor = found?.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(ancestor, kindType))
                return true;
        }

        return false;
    }
}
