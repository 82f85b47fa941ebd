using Microsoft.CodeAnalysis;

namespace NeuralNet.Generators;

/// <summary>Maps the types of parameters to those that a file can hold.</summary>
internal static class SettingTypes
{
    private static readonly string[] Lists = ["IReadOnlyList", "IReadOnlyCollection", "IEnumerable"];

    public static SettingType Of(ITypeSymbol type)
    {
        type = WithoutNullable(type);
        return type switch
        {
            { SpecialType: SpecialType.System_Int32 } => SettingType.Int32,
            { SpecialType: SpecialType.System_Single } => SettingType.Single,
            { SpecialType: SpecialType.System_Double } => SettingType.Double,
            { SpecialType: SpecialType.System_Boolean } => SettingType.Boolean,
            { SpecialType: SpecialType.System_String } => SettingType.String,
            { TypeKind: TypeKind.Enum } => SettingType.Enum,
            _ when IsOfLibrary(type, "Axes") => SettingType.Axes,
            { TypeKind: TypeKind.Struct } when type.AllInterfaces.Any(face => IsOfLibrary(face, "ISettingValue")) => SettingType.Value,
            _ when ElementOf(type) is { } element => ListOf(element),
            _ when IsOfLibrary(type, "Tensor") => SettingType.Tensor,
            _ when IsOfLibrary(type, "Shape") => SettingType.Shape,
            _ when IsOfLibrary(type, "Layer") => SettingType.Layer,
            _ when Kind.All.Any(kind => kind.IsSaved && IsOfLibrary(type, kind.TypeName)) => SettingType.Object,
            _ => SettingType.Other,
        };
    }

    /// <summary>Returns whether a setting is a list, which the caller may change after the object is created.</summary>
    public static bool IsList(SettingType type) =>
        type is SettingType.Int32List or SettingType.OptionalInt32List or SettingType.SingleList or SettingType.StringList;

    /// <summary>Returns whether a type is an enumeration whose values combine flags.</summary>
    public static bool IsOfFlags(ITypeSymbol type) => WithoutNullable(type) is { TypeKind: TypeKind.Enum } enumeration
        && enumeration.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == "System.FlagsAttribute");

    /// <summary>Returns whether a type is one of the namespace NeuralNet.</summary>
    public static bool IsOfLibrary(ITypeSymbol type, string name) =>
        type.Name == name && type.ContainingNamespace is { Name: "NeuralNet", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Returns the element type of a list that an array converts to; null for other types.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } list when Lists.Contains(list.Name) => list.TypeArguments[0],
        _ => null,
    };

    public static bool IsNullableValue(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    public static ITypeSymbol WithoutNullable(ITypeSymbol type) =>
        IsNullableValue(type) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

    private static SettingType ListOf(ITypeSymbol element) => element.SpecialType switch
    {
        SpecialType.System_Int32 => SettingType.Int32List,
        SpecialType.System_Single => SettingType.SingleList,
        SpecialType.System_String => SettingType.StringList,
        _ when WithoutNullable(element).SpecialType == SpecialType.System_Int32 => SettingType.OptionalInt32List,
        _ => SettingType.Other,
    };
}
