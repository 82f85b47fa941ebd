using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuralNet.Generators;

/// <summary>Reads the parameters of a class's constructor as settings, and collects the problems.</summary>
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
        string property = PropertyNameOf(parameter);
        (string? value, string? modifier) = Keep(parameter, property);
        var setting = new Setting(
            Identifier(parameter),
            KeyOf(parameter),
            SettingTypes.Of(parameter.Type),
            TypeText.Of(SettingTypes.WithoutNullable(parameter.Type).WithNullableAnnotation(NullableAnnotation.None), home),
            TypeText.Of(parameter.Type, home),
            DefaultText.Of(parameter, home),
            modifier is null ? null : $"{modifier}{PropertyType(parameter)} {property}",
            value,
            hierarchy.HasMethod($"Read{property}", isStatic: true) ? $"Read{property}" : null,
            hierarchy.HasMethod($"Write{property}", isStatic: false) ? $"Write{property}" : null,
            constructor!.Documentation.Parameter(parameter.Name))
        {
            IsCopied = constructor.IsPrimary && value == Identifier(parameter) && hierarchy.Own<IFieldSymbol>(parameter.Name) is null
                && SettingTypes.IsList(SettingTypes.Of(parameter.Type)),
        };
        CheckSaving(parameter, setting);
        return setting;
    }

    /// <summary>
    /// Finds the expression of a setting's value, null if a base class writes it, and the modifier of the property to generate, null if
    /// the setting is readable already.
    /// </summary>
    private (string? Value, string? Modifier) Keep(IParameterSymbol parameter, string property)
    {
        if (hierarchy.Own<IPropertySymbol>(property) is not null)
            return (property, null);
        INamedTypeSymbol? owner = hierarchy.OwnerOfInherited(property, parameter.Name);
        if (owner is not null && constructor!.HandsOver(parameter.Name, property))
        {
            BaseWrites |= !SymbolEqualityComparer.Default.Equals(owner, hierarchy.KindType);
            return (null, null);
        }

        bool isOverridden = owner is not null && IsOverridden(owner, property, parameter);
        string? obstacle = isOverridden ? null : Obstacle(parameter, property, owner);
        string? modifier = obstacle is not null ? null : isOverridden ? "override " : "";
        if (hierarchy.Own<IFieldSymbol>(parameter.Name) is { } field)
        {
            if (!compilation.ClassifyCommonConversion(field.Type, PropertyTypeOf(parameter)).IsImplicit)
                Report(parameter, Diagnostics.NotKept, property);
            return (Identifier(parameter), modifier);
        }

        if (!constructor!.IsPrimary)
            Report(parameter, Diagnostics.NotKept, property);
        else if (obstacle is not null)
            Report(parameter, Diagnostics.NameIsTaken, property, obstacle);
        return (Identifier(parameter), modifier);
    }

    /// <summary>Returns the reason why a parameter cannot become a property of a name; null if it can.</summary>
    private string? Obstacle(IParameterSymbol parameter, string property, INamedTypeSymbol? owner)
    {
        if (owner is not null)
            return $"'{owner.Name}' has a property of that name and is not given this one";
        if (property == type.Name)
            return "the class has that name";
        if (property == parameter.Name)
            return "the parameter has that name itself";
        if (!type.GetMembers(property).IsEmpty)
            return "the class has another member of that name";
        if (property == "From" && hierarchy.Kind!.IsSaved)
            return "the generated method that loads the class has that name";
        return hierarchy.OwnerOfHidden(property, compilation) is { } hidden ? $"'{hidden.Name}' has another member of that name" : null;
    }

    /// <summary>
    /// Returns whether the class overrides a property with the parameter: one for an object, such as <c>Layer.ActivityRegularizer</c>.
    /// </summary>
    private static bool IsOverridden(INamedTypeSymbol owner, string property, IParameterSymbol parameter) =>
        SettingTypes.Of(parameter.Type) == SettingType.Object && owner.GetMembers(property).OfType<IPropertySymbol>().Any(inherited =>
            inherited is { IsVirtual: true, DeclaredAccessibility: Accessibility.Public, SetMethod: null }
            && SymbolEqualityComparer.Default.Equals(inherited.Type, parameter.Type));

    private void CheckSaving(IParameterSymbol parameter, Setting setting)
    {
        if (string.IsNullOrWhiteSpace(setting.Key))
            problems.Add(Problem.At(LocationOf(parameter), Diagnostics.EmptyName, $"the parameter '{parameter.Name}' of '{type.Name}'"));
        else if (!keys.Add(setting.Key))
            Report(parameter, Diagnostics.SameSetting, setting.Key, "another parameter has");
        else if (setting.Key is "name" or "trainable" && setting.Value is not null && hierarchy.Kind == Kind.Layer)
            Report(parameter, Diagnostics.SameSetting, setting.Key, "every layer has");

        if (Passing(parameter) is { } passing)
            Report(parameter, Diagnostics.NotByValue, passing);
        bool isByHand = (setting.Reader is not null || hierarchy.HasMethod("From", isStatic: true))
            && (setting.Writer is not null || setting.Value is null || hierarchy.HasMethod("WriteTo", isStatic: false));
        if (isByHand || !hierarchy.Kind!.IsSaved)
            return;
        if (setting.Type == SettingType.Other)
            Report(parameter, Diagnostics.UnknownType, parameter.Type.ToDisplayString());
        else if (SettingTypes.IsOfFlags(parameter.Type))
            Report(parameter, Diagnostics.Flags, SettingTypes.WithoutNullable(parameter.Type).ToDisplayString(), PropertyNameOf(parameter));
        else if (NotFinite(parameter) is { } number)
            Report(parameter, Diagnostics.NotFinite, number, SettingTypes.WithoutNullable(parameter.Type).ToDisplayString());
        else if (setting.IsNullable && setting.Default is not (null or "null"))
            Report(parameter, Diagnostics.DefaultOfOptional);
    }

    /// <summary>
    /// Returns the type of the generated property: arrays are read-only lists, and a value that a field has replaced by a default is not
    /// nullable.
    /// </summary>
    private string PropertyType(IParameterSymbol parameter)
    {
        string text = TypeText.Of(PropertyTypeOf(parameter), type.ContainingNamespace);
        bool isNeverNull = hierarchy.Own<IFieldSymbol>(parameter.Name) is { } field && (parameter.Type.IsReferenceType
            ? field.Type.NullableAnnotation == NullableAnnotation.NotAnnotated
            : !SettingTypes.IsNullableValue(field.Type));
        return isNeverNull ? text.TrimEnd('?') : text;
    }

    private ITypeSymbol PropertyTypeOf(IParameterSymbol parameter) => parameter.Type is IArrayTypeSymbol { Rank: 1 } array
        ? compilation.GetTypeByMetadataName("System.Collections.Generic.IReadOnlyList`1")!.Construct(array.ElementType)
            .WithNullableAnnotation(parameter.Type.NullableAnnotation)
        : parameter.Type;

    /// <summary>Returns the keyword by which a parameter is passed otherwise than as one value; null if there is none.</summary>
    private static string? Passing(IParameterSymbol parameter) => parameter.RefKind switch
    {
        RefKind.None => parameter.IsParams ? "params" : null,
        RefKind.Ref => "ref",
        RefKind.Out => "out",
        RefKind.In => "in",
        _ => "ref readonly",
    };

    /// <summary>Returns the default value of a parameter if it is NaN or infinite, as text; else null.</summary>
    private static string? NotFinite(IParameterSymbol parameter) => parameter.HasExplicitDefaultValue
        ? parameter.ExplicitDefaultValue switch
        {
            float number when float.IsNaN(number) || float.IsInfinity(number) => DefaultText.NameOf(number),
            double number when double.IsNaN(number) || double.IsInfinity(number) => DefaultText.NameOf(number),
            _ => null,
        }
        : null;

    private static string PropertyNameOf(IParameterSymbol parameter) =>
        char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1);

    private static string KeyOf(IParameterSymbol parameter) => parameter.GetAttributes()
        .Where(attribute => attribute.AttributeClass is { } mark && SettingTypes.IsOfLibrary(mark, "SettingAttribute"))
        .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as string)
        .FirstOrDefault() ?? SnakeCase.Of(parameter.Name);

    private static string Identifier(IParameterSymbol parameter) =>
        SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None ? parameter.Name : $"@{parameter.Name}";

    private void Report(IParameterSymbol parameter, DiagnosticDescriptor rule, params string[] arguments) =>
        problems.Add(Problem.At(LocationOf(parameter), rule, [type.Name, parameter.Name, .. arguments]));

    private static Location LocationOf(IParameterSymbol parameter) => parameter.Locations.FirstOrDefault() ?? Location.None;
}
