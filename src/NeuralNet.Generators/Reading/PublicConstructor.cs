using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralNet.Generators;

/// <summary>The constructor that the code is generated from, and the uses of its parameters in the source.</summary>
internal sealed class PublicConstructor
{
    private readonly HashSet<string> passed = new(StringComparer.Ordinal);
    private readonly HashSet<string> assigned = new(StringComparer.Ordinal);

    public PublicConstructor(IMethodSymbol symbol, ClassDeclarationSyntax declaration)
    {
        Symbol = symbol;
        SyntaxNode? source = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        IsPrimary = source is ClassDeclarationSyntax;
        Documentation = Documentation.Of(source ?? declaration);
        ArgumentListSyntax? baseArguments = source switch
        {
            ClassDeclarationSyntax primary => (primary.BaseList?.Types[0] as PrimaryConstructorBaseTypeSyntax)?.ArgumentList,
            ConstructorDeclarationSyntax ordinary => ordinary.Initializer?.ArgumentList,
            _ => null,
        };
        passed.UnionWith(Names(baseArguments));
        if (source is ConstructorDeclarationSyntax body)
            assigned.UnionWith(body.DescendantNodes().OfType<AssignmentExpressionSyntax>()
                .SelectMany(assignment => Names(assignment.Left)));
    }

    public IMethodSymbol Symbol { get; }

    /// <summary>
    /// Gets a value indicating whether the parameters stand behind the name of the class, where all its members see them.
    /// </summary>
    public bool IsPrimary { get; }

    public Documentation Documentation { get; }

    /// <summary>Returns whether a parameter becomes an inherited property: by the base class's constructor, or by an assignment.</summary>
    public bool HandsOver(string parameter, string property) => passed.Contains(parameter) || assigned.Contains(property);

    private static IEnumerable<string> Names(SyntaxNode? node) =>
        node?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText) ?? [];
}
