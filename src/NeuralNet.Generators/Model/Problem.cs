using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NeuralNet.Generators;

/// <summary>A diagnostic to report. It keeps no syntax tree alive and is equal to the same one of an earlier run.</summary>
internal sealed record Problem(
    DiagnosticDescriptor Rule, string File, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    /// <summary>Gets a value indicating whether the class cannot be served.</summary>
    public bool IsError => Rule.DefaultSeverity == DiagnosticSeverity.Error;

    public static Problem At(Location location, DiagnosticDescriptor rule, params string[] arguments) =>
        new(rule, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span, new(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location.Create(File, Span, Lines), [.. Arguments]);
}
