using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralNet.Generators;

/// <summary>Decides whether a base type can be given a ready-made object.</summary>
internal static class InstanceRules
{
    /// <summary>C# 14, the first that has extension members that are properties. The compiler referred to here is older than it.</summary>
    private const int FirstVersionWithExtensions = 1400;

    /// <summary>
    /// Returns whether the base type has no member of the name yet and can be given one: in its own assembly if it is partial, in another
    /// assembly by an extension.
    /// </summary>
    public static bool MayAdd(INamedTypeSymbol target, INamedTypeSymbol type, string name, Compilation compilation)
    {
        if (!target.GetMembers(name).IsEmpty)
            return false;
        return SymbolEqualityComparer.Default.Equals(target.ContainingAssembly, type.ContainingAssembly)
            ? IsPartial(target)
            : HasExtensions(compilation) && type.ContainingNamespace.GetTypeMembers($"{type.Name}Extensions").IsEmpty;
    }

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(reference =>
        reference.GetSyntax() is ClassDeclarationSyntax part && part.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static bool HasExtensions(Compilation compilation) =>
        compilation is CSharpCompilation csharp && (int)csharp.LanguageVersion >= FirstVersionWithExtensions;
}
