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
        IncrementalValuesProvider<LocatedClass> found = context.SyntaxProvider.ForAttributeWithMetadataName(
            "NeuralNet.ConfigurableAttribute",
            (node, _) => node is ClassDeclarationSyntax,
            (marked, cancellation) => new LocatedClass(
                ClassReader.Read(marked, cancellation), Place.Of(((ClassDeclarationSyntax)marked.TargetNode).Identifier.GetLocation())));

        // Code depends on the classes without their places, so that an edit above a class generates nothing again.
        IncrementalValuesProvider<ConfigurableClass> classes = found.Select((located, _) => located.Class).WithTrackingName(ClassStep);
        context.RegisterSourceOutput(classes, WriteClass);

        IncrementalValueProvider<EquatableArray<Problem>> conflicts =
            found.Where(located => located.Class.IsServed).Collect().Select((served, _) => NameConflicts.Of(served));
        context.RegisterSourceOutput(conflicts, Report);

        IncrementalValueProvider<AssemblyClasses> list = classes.Where(configurable => configurable.IsServed).Collect()
            .Combine(context.CompilationProvider.Select((compilation, _) => compilation.AssemblyName ?? ""))
            .Select((pair, _) => AssemblyClasses.Of(pair.Right, pair.Left))
            .WithTrackingName(ListStep);
        context.RegisterSourceOutput(list, WriteList);
    }

    private static void Report(SourceProductionContext context, EquatableArray<Problem> problems)
    {
        foreach (Problem problem in problems)
            context.ReportDiagnostic(problem.ToDiagnostic());
    }

    private static void WriteClass(SourceProductionContext context, ConfigurableClass configurable)
    {
        Report(context, configurable.Problems);
        if (configurable.IsServed && configurable.HasFile)
            context.AddSource($"{configurable.FullName}.g.cs", ClassWriter.Write(configurable));
    }

    private static void WriteList(SourceProductionContext context, AssemblyClasses list)
    {
        if (list.Core.Any())
            context.AddSource("Registrations.g.cs", RegistrationWriter.WriteRegistries(list.Core));
        if (list.Custom.Any())
            context.AddSource("CustomObjects.g.cs", RegistrationWriter.WriteCustomObjects(list));
        foreach (Kind kind in Kind.All.Where(kind => list.InstancesOf(kind).Any()))
            context.AddSource($"NeuralNet.{kind.TypeName}.g.cs", InstanceWriter.Write(kind, list.InstancesOf(kind)));
    }
}
