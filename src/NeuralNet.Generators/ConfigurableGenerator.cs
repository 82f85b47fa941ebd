using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NeuralNet.Generators;

/// <summary>
/// Generates code from the constructor of a class marked with <c>[Configurable]</c>: its properties, saving and loading, its fluent
/// method, and the list by which names and files find the class. See docs/generated-code.md.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ConfigurableGenerator : IIncrementalGenerator
{
    /// <summary>The names of the steps, by which a test sees which of them ran again.</summary>
    internal const string ClassStep = "Classes", ListStep = "List";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ConfigurableClass> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                "NeuralNet.ConfigurableAttribute",
                (node, _) => node is ClassDeclarationSyntax,
                (found, cancellation) => ClassReader.Read(found, cancellation))
            .WithTrackingName(ClassStep);
        context.RegisterSourceOutput(classes, WriteClass);

        IncrementalValueProvider<AssemblyClasses> list = classes.Where(configurable => configurable.IsServed).Collect()
            .Combine(context.CompilationProvider.Select((compilation, _) => compilation.AssemblyName ?? ""))
            .Select((pair, _) => AssemblyClasses.Of(pair.Right, pair.Left))
            .WithTrackingName(ListStep);
        context.RegisterSourceOutput(list, WriteList);
    }

    private static void WriteClass(SourceProductionContext context, ConfigurableClass configurable)
    {
        foreach (Problem problem in configurable.Problems)
            context.ReportDiagnostic(problem.ToDiagnostic());
        if (configurable.IsServed && configurable.HasFile)
            context.AddSource($"{configurable.FullName}.g.cs", ClassWriter.Write(configurable));
    }

    private static void WriteList(SourceProductionContext context, AssemblyClasses list)
    {
        foreach (ImmutableArray<ConfigurableClass> namesakes in list.Namesakes())
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Diagnostics.SameName, Location.None, namesakes[0].FullName, namesakes[1].FullName, namesakes[0].ClassName));
        }

        foreach ((string alias, ImmutableArray<ConfigurableClass> sharing) in list.SharedAliases())
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Diagnostics.SameAlias, Location.None, sharing[0].FullName, sharing[1].FullName, alias));
        }

        if (list.Core.Any())
            context.AddSource("Registrations.g.cs", RegistrationWriter.WriteRegistries(list.Core));
        if (list.Custom.Any())
            context.AddSource("CustomObjects.g.cs", RegistrationWriter.WriteCustomObjects(list));
        foreach (Kind kind in Kind.All.Where(kind => list.InstancesOf(kind).Any()))
            context.AddSource($"NeuralNet.{kind.TypeName}.g.cs", InstanceWriter.Write(kind, list.InstancesOf(kind)));
    }
}
