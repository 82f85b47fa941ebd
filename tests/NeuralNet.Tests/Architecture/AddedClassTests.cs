using System.Text.RegularExpressions;

namespace NeuralNet.Tests;

/// <summary>Tests that the files that name an existing class are those that CONTRIBUTING.md lists for a new class.</summary>
public partial class AddedClassTests
{
    private static readonly string[] Everywhere = ["README.md", "tests/NeuralNet.Tests/PublicApi/NeuralNet.approved.txt"];

    [Theory]
    [InlineData("UnitNormalization", "src/NeuralNet/Layers/Normalization/UnitNormalization.cs", "LayerExamples.cs", "src/NeuralNet.Onnx/Export/LayerExporters.cs")]
    [InlineData("SquaredHinge", "src/NeuralNet/Losses/SquaredHinge.cs", "LossExamples.cs")]
    [InlineData("R2Score", "src/NeuralNet/Metrics/R2Score.cs", "MetricExamples.cs")]
    [InlineData("Lion", "src/NeuralNet/Optimizers/Lion.cs", "OptimizerExamples.cs")]
    public void AClassIsNamedInTheFilesThatContributingLists(string name, string file, string examples, params string[] others)
    {
        string[] expected = [file, $"tests/NeuralNet.TestSupport/Examples/{examples}", .. others, .. Everywhere];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Listings(name).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// Returns the files that list or use a class: those of the core, the examples of the contracts, the tables of exporters, API texts and
    /// README. Files about the class only, such as its translation or a test of its numbers, do not count.
    /// </summary>
    private static IEnumerable<string> Listings(string name) =>
        from path in Files("src/NeuralNet", "*.cs").Concat(Files("tests/NeuralNet.TestSupport/Examples", "*Examples.cs"))
            .Concat(Files("tests/NeuralNet.Tests/PublicApi", "NeuralNet.approved.txt")).Concat(["README.md"])
            .Concat(Files("src/NeuralNet.Onnx", "*Exporters.cs").Where(path => Path.GetFileName(path) is "LayerExporters.cs" or "ActivationExporters.cs"))
        where Regex.IsMatch(Comment().Replace(File.ReadAllText(Path.Combine(Repository.Root, path)), ""), $@"\b{name}\b")
        select path;

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
