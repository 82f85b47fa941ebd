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
    [InlineData("NN0002", "[Configurable] file partial class Part : Initializer { BODY }", "'Part' is visible in its file only")]
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
    [InlineData("NN0007", "[Configurable] public partial class Part(float toString) : Initializer { BODY }", "would become the property 'ToString', but 'Object' has another member of that name")]
    [InlineData("NN0007", "[Configurable] public partial class Part(float getHashCode) : Initializer { BODY }", "but 'Object' has another member of that name")]
    [InlineData("NN0007", "[Configurable] public partial class Part(float equals) : Initializer { BODY }", "but 'Object' has another member of that name")]
    [InlineData("NN0007", "[Configurable] public partial class Part(float getType) : Initializer { BODY }", "but 'Object' has another member of that name")]
    [InlineData("NN0007", "[Configurable] public partial class Part(float from) : Initializer { BODY }", "but the generated method that loads the class has that name")]
    [InlineData("NN0007", "[Configurable] public partial class Part(float writeTo) : Initializer { BODY }", "but 'Initializer' has another member of that name")]
    [InlineData("NN0007", "[Configurable] public partial class Part(float build) : Layer { LAYER }", "but 'Layer' has another member of that name")]
    [InlineData("NN0015", "[Configurable] public partial class Part(AttributeTargets targets) : Initializer { BODY }", "The parameter 'targets' of 'Part' has the type 'System.AttributeTargets', whose values combine flags")]
    [InlineData("NN0015", "[Configurable] public partial class Part(AttributeTargets? targets = null) : Initializer { BODY }", "write the setting by a method 'WriteTargets' and read it by a method 'ReadTargets'")]
    [InlineData("NN0016", "[Configurable] public partial class Part(float limit = float.PositiveInfinity) : Initializer { BODY }", "The parameter 'limit' of 'Part' is PositiveInfinity by default, but a file holds finite numbers only. Make the parameter 'float? limit = null'")]
    [InlineData("NN0016", "[Configurable] public partial class Part(double limit = double.NaN) : Initializer { BODY }", "is NaN by default")]
    public void NamesTheError(string id, string source, string message)
    {
        Diagnostic diagnostic = Assert.Single(Run(source));
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal("Source0.cs", diagnostic.Location.GetLineSpan().Path);
        Assert.Equal(5, diagnostic.Location.GetLineSpan().StartLinePosition.Line);
    }

    /// <summary>A parameter that cannot become a property is saved from a field; flags and infinity are saved by the class's own methods.</summary>
    [Theory]
    [InlineData("[Configurable] public partial class Part(float equals) : Initializer { private readonly float equals = equals; public override string ToString() => $\"{equals}\"; BODY }")]
    [InlineData("[Configurable] public partial class Part(AttributeTargets targets) : Initializer { private static AttributeTargets ReadTargets(Configuration configuration) => default; private void WriteTargets(Configuration configuration) { } BODY }")]
    [InlineData("[Configurable] public partial class Part(float limit = float.NaN) : Initializer { private static float ReadLimit(Configuration configuration) => default; private void WriteLimit(Configuration configuration) { } BODY }")]
    public void WhatTheClassDoesByHandIsFine(string source) => Assert.Empty(Run(source));

    [Fact]
    public void TwoClassesOfOneNameAreReported()
    {
        Diagnostic diagnostic = Assert.Single(Run("[Configurable] public partial class Part : Initializer { BODY }\n[Configurable(ClassName = \"Part\")] public partial class Other : Initializer { BODY }"));
        Assert.Equal("NN0009", diagnostic.Id);
        Assert.Contains("'My.Part' and 'My.Other' have the same name 'Part' in files", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        AssertIsAtTheSecondClass(diagnostic);
    }

    [Theory]
    [InlineData("[Configurable(\"drawn\")] public partial class Part : Initializer { BODY }\n[Configurable(\"Drawn\")] public partial class Other : Initializer { BODY }")]
    [InlineData("[Configurable(\"drawn\")] public partial class Part : Initializer { BODY }\n[Configurable] public partial class Drawn : Initializer { BODY }")]
    public void AnAdditionalNameOfTwoClassesIsReported(string source)
    {
        Diagnostic diagnostic = Assert.Single(Run(source));
        Assert.Equal("NN0012", diagnostic.Id);
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith("The name 'drawn' stands for both 'My.", message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("'My.Part'", message, StringComparison.Ordinal);
        AssertIsAtTheSecondClass(diagnostic);
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
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.StartsWith("'My.", message, StringComparison.Ordinal);
        Assert.Contains($"as the library's {name}", message, StringComparison.Ordinal);
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

    private static void AssertIsAtTheSecondClass(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        Assert.Equal("Source0.cs", place.Path);
        Assert.Equal(6, place.StartLinePosition.Line);
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
