using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuralNet.Generators;

/// <summary>Reads the parameters of a class's constructor as settings, and collects what stands against it.</summary>
internal sealed class SettingReader(Hierarchy hierarchy, PublicConstructor? constructor, Compilation compilation)
{
    private readonly INamedTypeSymbol type = hierarchy.Type;
    private readonly List<Problem> problems = [];
    private readonly HashSet<string> keys = [];

    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>Gets a value indicating whether a base class below the kind keeps a setting and writes it.</summary>
    public bool BaseWrites { get; private set; }

    public Setting[] ReadAll() => constructor is null ? [] : [.. constructor.Symbol.Parameters.Select(Read)];

    private Setting Read(IParameterSymbol parameter)
    {
        INamespaceSymbol home = type.ContainingNamespace;
        string property = char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1);
        (string? value, bool isReadable) = Keep(parameter, property);
        var setting = new Setting(
            Identifier(parameter),
            KeyOf(parameter),
            SettingTypes.Of(parameter.Type),
            TypeText.Of(SettingTypes.WithoutNullable(parameter.Type).WithNullableAnnotation(NullableAnnotation.None), home),
            TypeText.Of(parameter.Type, home),
            DefaultText.Of(parameter, home),
            isReadable ? null : $"{PropertyType(parameter)} {property}",
            value,
            hierarchy.HasMethod($"Read{property}", isStatic: true) ? $"Read{property}" : null,
            hierarchy.HasMethod($"Write{property}", isStatic: false) ? $"Write{property}" : null,
            constructor!.Documentation.Parameter(parameter.Name));
        CheckSaving(parameter, setting);
        return setting;
    }

    /// <summary>
    /// Finds where the class keeps a parameter: the value's expression, null if a base class has it, and whether no property is needed.
    /// </summary>
    private (string? Value, bool IsReadable) Keep(IParameterSymbol parameter, string property)
    {
        if (hierarchy.Own<IPropertySymbol>(property) is not null)
            return (property, true);
        INamedTypeSymbol? owner = hierarchy.OwnerOfInherited(property, parameter.Name);
        if (owner is not null && constructor!.HandsOver(parameter.Name, property))
        {
            BaseWrites |= !SymbolEqualityComparer.Default.Equals(owner, hierarchy.KindType);
            return (null, true);
        }

        string? obstacle = owner is not null ? $"'{owner.Name}' has a property of that name and is not given this one"
            : property == type.Name ? "the class has that name"
            : type.GetMembers(property).IsEmpty ? null
            : "the class has another member of that name";
        if (hierarchy.Own<IFieldSymbol>(parameter.Name) is { } field)
        {
            if (!compilation.ClassifyCommonConversion(field.Type, PropertyTypeOf(parameter)).IsImplicit)
                Report(parameter, Diagnostics.NotKept, property);
            return (Identifier(parameter), obstacle is not null);
        }

        if (!constructor!.IsPrimary)
            Report(parameter, Diagnostics.NotKept, property);
        else if (obstacle is not null)
            Report(parameter, Diagnostics.NameIsTaken, property, obstacle);
        return (Identifier(parameter), obstacle is not null);
    }

    private void CheckSaving(IParameterSymbol parameter, Setting setting)
    {
        if (!keys.Add(setting.Key))
            Report(parameter, Diagnostics.SameSetting, setting.Key, "another parameter has");
        else if (setting.Key is "name" or "trainable" && setting.Value is not null && hierarchy.Kind == Kind.Layer)
            Report(parameter, Diagnostics.SameSetting, setting.Key, "every layer has");

        bool isByHand = (setting.Reader is not null || hierarchy.HasMethod("From", isStatic: true))
            && (setting.Writer is not null || setting.Value is null || hierarchy.HasMethod("WriteTo", isStatic: false));
        if (isByHand || !hierarchy.Kind!.IsSaved)
            return;
        if (setting.Type == SettingType.Other || parameter.RefKind != RefKind.None)
            Report(parameter, Diagnostics.UnknownType, parameter.Type.ToDisplayString());
        else if (setting.IsNullable && setting.Default is not (null or "null"))
            Report(parameter, Diagnostics.DefaultOfOptional);
    }

    /// <summary>
    /// The type of the generated property: arrays are read-only lists, and what a field has replaced by a default is never null.
    /// </summary>
    private string PropertyType(IParameterSymbol parameter)
    {
        string text = TypeText.Of(PropertyTypeOf(parameter), type.ContainingNamespace);
        bool isNeverNull = parameter.Type.IsReferenceType
            && hierarchy.Own<IFieldSymbol>(parameter.Name) is { Type.NullableAnnotation: NullableAnnotation.NotAnnotated };
        return isNeverNull ? text.TrimEnd('?') : text;
    }

    private ITypeSymbol PropertyTypeOf(IParameterSymbol parameter) => parameter.Type is IArrayTypeSymbol { Rank: 1 } array
        ? compilation.GetTypeByMetadataName("System.Collections.Generic.IReadOnlyList`1")!.Construct(array.ElementType)
            .WithNullableAnnotation(parameter.Type.NullableAnnotation)
        : parameter.Type;

    private static string KeyOf(IParameterSymbol parameter) => parameter.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { } mark && SettingTypes.IsOfLibrary(mark, "SettingAttribute"))
        .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
        .FirstOrDefault() ?? SnakeCase.Of(parameter.Name);

    private static string Identifier(IParameterSymbol parameter) =>
        SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None ? parameter.Name : $"@{parameter.Name}";

    private void Report(IParameterSymbol parameter, DiagnosticDescriptor rule, params string[] arguments) =>
        problems.Add(Problem.At(parameter.Locations.FirstOrDefault() ?? Location.None, rule, [type.Name, parameter.Name, .. arguments]));
}
