using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralNet.Generators;

/// <summary>Writes the default value of a parameter as C#.</summary>
internal static class DefaultText
{
    /// <summary>Returns the value, a literal as it stands in the source; null for a required parameter.</summary>
    public static string? Of(IParameterSymbol parameter, INamespaceSymbol home)
    {
        if (!parameter.HasExplicitDefaultValue)
            return null;
        SyntaxNode? source = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        if (source is ParameterSyntax { Default.Value: { } value } && IsLiteral(value))
            return value.ToString();
        return parameter.ExplicitDefaultValue switch
        {
            null => parameter.Type.IsReferenceType || SettingTypes.IsNullableValue(parameter.Type) ? "null" : "default",
            var constant when SettingTypes.WithoutNullable(parameter.Type) is INamedTypeSymbol { TypeKind: TypeKind.Enum } enumeration =>
                MemberOf(enumeration, constant, home),
            float number => Number(number),
            double number => Number(number),
            var constant => SymbolDisplay.FormatPrimitive(constant, quoteStrings: true, useHexadecimalNumbers: false),
        };
    }

    private static bool IsLiteral(ExpressionSyntax value) =>
        value is LiteralExpressionSyntax { RawKind: not (int)SyntaxKind.DefaultLiteralExpression }
        || (value is PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } sign && sign.IsKind(SyntaxKind.UnaryMinusExpression));

    private static string MemberOf(INamedTypeSymbol enumeration, object constant, INamespaceSymbol home)
    {
        string type = TypeText.Of(enumeration, home);
        IFieldSymbol? member = enumeration.GetMembers().OfType<IFieldSymbol>()
            .FirstOrDefault(field => constant.Equals(field.ConstantValue));
        return member is null
            ? $"({type})({Convert.ToString(constant, CultureInfo.InvariantCulture)})"
            : $"{type}.{member.Name}";
    }

    private static string Number(float number) => float.IsNaN(number) || float.IsInfinity(number)
        ? $"float.{NameOf(number)}"
        : number.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static string Number(double number) => double.IsNaN(number) || double.IsInfinity(number)
        ? $"double.{NameOf(number)}"
        : number.ToString("R", CultureInfo.InvariantCulture) + "d";

    /// <summary>Returns the name of the constant of a number that is not finite.</summary>
    public static string NameOf(double number) => double.IsNaN(number) ? "NaN" : number > 0 ? "PositiveInfinity" : "NegativeInfinity";
}
