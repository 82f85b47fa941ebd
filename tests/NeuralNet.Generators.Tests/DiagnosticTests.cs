using Microsoft.CodeAnalysis;

namespace NeuralNet.Generators.Tests;

/// <summary>Tests of the diagnostics for unsupported classes: each has a location and names the class, the reason and the remedy.</summary>
public class DiagnosticTests
{
    private const string Body = "protected override void Initialize(Span<float> values, Shape shape, RandomStream random) { }";

    [Theory]
    [InlineData("NN0001", "[Configurable] public class Part : Initializer { BODY }", "Declare 'Part' partial")]
    [InlineData("NN0002", "[Configurable] public abstract partial class Part : Initializer { }", "'Part' is abstract")]
    [InlineData("NN0002", "[Configurable] public partial class Part<T> : Initializer { BODY }", "'Part' is generic")]
    [InlineData("NN0002", "public partial class Outer { [Configurable] public partial class Part : Initializer { BODY } }", "'Part' is nested")]
    [InlineData("NN0003", "[Configurable] public partial class Part { }", "'Part' derives from none of the kinds that [Configurable] serves: Activation, Callback, Constraint")]
    [InlineData("NN0004", "[Configurable] public partial class Part : Initializer { public Part(int a) { } public Part(float a) { } BODY }", "'Part' has 2 public constructors")]
    [InlineData("NN0004", "[Configurable] public partial class Part : Initializer { private Part() { } BODY }", "'Part' has 0 public constructors")]
    [InlineData("NN0005", "[Configurable] public partial class Part(DateTime when) : Initializer { BODY }", "The parameter 'when' of 'Part' has the type 'System.DateTime', which a file cannot hold")]
    [InlineData("NN0005", "[Configurable] public partial class Part(Action when) : Initializer { BODY }", "'System.Action'")]
    [InlineData("NN0005", "[Configurable] public partial class Part(Dense layer) : Initializer { BODY }", "'NeuralNet.Dense'")]
    [InlineData("NN0006", "[Configurable] public partial class Part : Initializer { public Part(int count) { } BODY }", "'Part' does not keep its parameter 'count'")]
    [InlineData("NN0006", "[Configurable] public partial class Part(int count) : Initializer { private readonly string count = $\"{count}\"; public override string ToString() => count; BODY }", "a property 'Count' of a type that it converts to")]
    [InlineData("NN0007", "[Configurable] public partial class Part(float part) : Initializer { BODY }", "would become the property 'Part', but the class has that name")]
    [InlineData("NN0007", "[Configurable] public partial class Part(string name) : Activation { }", "but 'Activation' has a property of that name and is not given this one")]
    [InlineData("NN0007", "[Configurable] public partial class Part(float sum) : Initializer { public float Sum() => sum; BODY }", "but the class has another member of that name")]
    [InlineData("NN0008", "[Configurable] public partial class Part(int? count = 3) : Initializer { BODY }", "The parameter 'count' of 'Part' may be null but has another default")]
    [InlineData("NN0010", "[Configurable] public partial class Part([Setting(\"x\")] int a = 1, [Setting(\"x\")] int b = 2) : Initializer { BODY }", "The parameter 'b' of 'Part' has the name 'x' in files, which another parameter has")]
    [InlineData("NN0010", "[Configurable] public partial class Part([Setting(\"name\")] int a = 1) : Layer(null) { protected override void Forward(Frame frame) { } protected override void Backward(Frame frame) { } }", "has the name 'name' in files, which every layer has")]
    [InlineData("NN0007", "[Configurable] public partial class Part(int Big = 3) : Initializer { BODY }", "but the parameter has that name itself")]
    [InlineData("NN0007", "[Configurable] public partial class Part(int _x = 3) : Initializer { BODY }", "but the parameter has that name itself")]
    [InlineData("NN0014", "[Configurable(\"\")] public partial class Part : Initializer { BODY }", "The name in files that 'Part' is given is empty")]
    [InlineData("NN0014", "[Configurable(ClassName = \" \")] public partial class Part : Initializer { BODY }", "The name in files that 'Part' is given is empty")]
    [InlineData("NN0014", "[Configurable] public partial class Part([Setting(\"\")] int a = 1) : Initializer { BODY }", "the parameter 'a' of 'Part' is given is empty")]
    [InlineData("NN0011", "[Configurable] public partial class Part(params int[] sizes) : Initializer { BODY }", "The parameter 'sizes' of 'Part' is declared 'params', but a setting is one value")]
    [InlineData("NN0011", "[Configurable] public partial class Part(in int size) : Initializer { private readonly int size = size; public override string ToString() => $\"{size}\"; BODY }", "is declared 'in'")]
    [InlineData("NN0011", "[Configurable] public partial class Part : Initializer { private readonly int size; public Part(ref int size) => this.size = size; BODY }", "is declared 'ref'")]
    [InlineData("NN0011", "[Configurable] public partial class Part : Initializer { private readonly int size; public Part(out int size) => this.size = size = 3; BODY }", "is declared 'out'")]
    [InlineData("NN0011", "[Configurable] public partial class Part : Initializer { private readonly int size; public Part(ref readonly int size) => this.size = size; BODY }", "Remove 'ref readonly'.")]
    public void NamesTheError(string id, string source, string message)
    {
        Diagnostic diagnostic = Assert.Single(Run(source));
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal("Source0.cs", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(5, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public void TwoClassesOfOneNameAreReported()
    {
        Diagnostic diagnostic = Assert.Single(Run("[Configurable] public partial class Part : Initializer { BODY } [Configurable(ClassName = \"Part\")] public partial class Other : Initializer { BODY }"));
        Assert.Equal("NN0009", diagnostic.Id);
        Assert.Contains("'My.Other' and 'My.Part' have the same name 'Part' in files", Sorted(diagnostic), StringComparison.Ordinal);

        static string Sorted(Diagnostic diagnostic) => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)
            .Replace("'My.Part' and 'My.Other'", "'My.Other' and 'My.Part'", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Configurable(\"drawn\")] public partial class Part : Initializer { BODY } [Configurable(\"Drawn\")] public partial class Other : Initializer { BODY }")]
    [InlineData("[Configurable(\"drawn\")] public partial class Part : Initializer { BODY } [Configurable] public partial class Drawn : Initializer { BODY }")]
    public void AnAdditionalNameOfTwoClassesIsReported(string source)
    {
        Diagnostic diagnostic = Assert.Single(Run(source));
        Assert.Equal("NN0012", diagnostic.Id);
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith("The name 'drawn' stands for both 'My.", message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'My.Part'", message, StringComparison.Ordinal);
    }

    /// <summary>Two kinds may share a name, and a class may repeat its own: Keras has "mse" of a loss and of a metric.</summary>
    [Fact]
    public void AFurtherNameOfOneClassOfEachKindIsFine() => Assert.Empty(Run(
        "[Configurable(\"drawn\")] public partial class Drawn : Initializer { BODY } [Configurable(\"drawn\")] public partial class Part : Constraint { protected override void Apply(Span<float> values, Shape shape) { } }"));

    [Theory]
    [InlineData("Layer 'Dense'", "[Configurable] public partial class Dense(string? name = null) : Layer(name) { LAYER }")]
    [InlineData("Layer 'Activation'", "[Configurable(ClassName = \"Activation\")] public partial class Part(string? name = null) : Layer(name) { LAYER }")]
    [InlineData("Initializer 'Zeros'", "[Configurable] public partial class Zeros : Initializer { BODY }")]
    [InlineData("Activation 'relu'", "[Configurable(ClassName = \"relu\")] public partial class Part : Activation { FUNCTION }")]
    [InlineData("Activation 'leaky_re_lu'", "[Configurable] public partial class LeakyReLUActivation : Activation { FUNCTION }")]
    public void TheNameOfAClassOfTheLibraryIsWarnedOf(string name, string source)
    {
        GeneratorDriverRunResult result = Result(source);
        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal("NN0013", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.Severity);
        Assert.Contains($"as the library's {name}", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(5, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
        Assert.Contains(result.Results[0].GeneratedSources, generated => generated.HintName == "CustomObjects.g.cs");
    }

    /// <summary>A name of another kind, or of a type that is no configurable class, causes no diagnostic.</summary>
    [Theory]
    [InlineData("[Configurable] public partial class Dense : Initializer { BODY }")]
    [InlineData("[Configurable] public partial class Shape : Initializer { protected override void Initialize(Span<float> values, NeuralNet.Shape shape, RandomStream random) { } }")]
    public void OtherNamesOfTheLibraryAreFree(string source) => Assert.Empty(Run(source));

    /// <summary>An error in one class does not affect the rest of the assembly.</summary>
    [Fact]
    public void OtherClassesAreServedAllTheSame()
    {
        GeneratorDriverRunResult result = Result("[Configurable] public class Wrong : Initializer { BODY }\n[Configurable] public partial class Right(float a) : Initializer { BODY }");
        Assert.Equal("NN0001", Assert.Single(result.Diagnostics).Id);
        Assert.Equal(["My.Right.g.cs", "CustomObjects.g.cs"], result.Results[0].GeneratedSources.Select(source => source.HintName));
    }

    private static string WithBodies(string source) => source
        .Replace("BODY", Body, StringComparison.Ordinal)
        .Replace("LAYER", "protected override void Forward(Frame frame) { } protected override void Backward(Frame frame) { }", StringComparison.Ordinal)
        .Replace("FUNCTION", "protected override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength) { } protected override void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength) { }", StringComparison.Ordinal);

    private static IEnumerable<Diagnostic> Run(string source) => Result(source).Diagnostics;

    private static GeneratorDriverRunResult Result(string source) => Generated.Driver()
        .RunGenerators(Generated.Program($"using System;\nusing NeuralNet;\n\nnamespace My;\n\n{WithBodies(source)}"))
        .GetRunResult();
}
