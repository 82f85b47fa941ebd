using Microsoft.CodeAnalysis;

namespace NeuralNet.Generators;

/// <summary>A diagnostic to report, which is equal to the same one of an earlier run.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Place Place, EquatableArray<string> Arguments)
{
    /// <summary>Gets a value indicating whether the class cannot be served.</summary>
    public bool IsError => Rule.DefaultSeverity == DiagnosticSeverity.Error;

    public static Problem At(Location location, DiagnosticDescriptor rule, params string[] arguments) =>
        new(rule, Place.Of(location), new(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Place.ToLocation(), [.. Arguments]);
}
