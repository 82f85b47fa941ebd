using Microsoft.CodeAnalysis;

namespace NeuralNet.Generators;

/// <summary>Writes types as C#: those of the class's own namespace by their name alone, all others in full.</summary>
internal static class TypeText
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
        | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string Of(ITypeSymbol type, INamespaceSymbol home) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => $"{Of(array.ElementType, home)}[]{Mark(type)}",
        INamedTypeSymbol optional when SettingTypes.IsNullableValue(type) => $"{Of(optional.TypeArguments[0], home)}?",
        INamedTypeSymbol { TypeArguments.Length: 1, ContainingType: null } list =>
            $"{Prefix(list, home)}{list.Name}<{Of(list.TypeArguments[0], home)}>{Mark(type)}",
        INamedTypeSymbol { SpecialType: SpecialType.None, IsGenericType: false, ContainingType: null } named =>
            $"{Prefix(named, home)}{named.Name}{Mark(type)}",
        _ => type.ToDisplayString(Full),
    };

    private static string Prefix(INamedTypeSymbol type, INamespaceSymbol home) =>
        type.ContainingNamespace.ToDisplayString() == home.ToDisplayString() ? ""
        : type.ContainingNamespace.IsGlobalNamespace ? "global::"
        : $"global::{type.ContainingNamespace.ToDisplayString()}.";

    private static string Mark(ITypeSymbol type) =>
        type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated ? "?" : "";
}
