using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuralNet.Generators.Tests;

/// <summary>Runs the generator on sources, as the compiler does.</summary>
internal static class Generated
{
    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    private static readonly ImmutableArray<MetadataReference> Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("NeuralNet", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Creates a compilation of a program that uses the library.</summary>
    public static CSharpCompilation Program(params string[] sources) =>
        Compilation("My.Program", sources, [.. Framework, MetadataReference.CreateFromFile(typeof(Layer).Assembly.Location)]);

    /// <summary>Creates a compilation that defines the kinds itself, as NeuralNet does.</summary>
    public static CSharpCompilation Library(params string[] sources) => Compilation("NeuralNet", sources, Framework);

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new ConfigurableGenerator().AsSourceGenerator()],
        parseOptions: Parsing,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static SyntaxTree Parse(string source, string path = "") => CSharpSyntaxTree.ParseText(source, Parsing, path);

    /// <summary>Returns all generated files as one text; the result must compile without a warning.</summary>
    public static string Text(CSharpCompilation compilation)
    {
        GeneratorDriver driver = Driver()
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> found);
        Assert.Empty(found);
        Assert.Empty(output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return string.Concat(driver.GetRunResult().Results.Single().GeneratedSources
            .OrderBy(source => source.HintName, StringComparer.Ordinal)
            .Select(source => $"//// {source.HintName}\n{source.SourceText}\n"));
    }

    private static CSharpCompilation Compilation(string name, string[] sources, ImmutableArray<MetadataReference> references) =>
        CSharpCompilation.Create(
            name,
            [.. sources.Select((source, index) => Parse(source, $"Source{index}.cs"))],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
