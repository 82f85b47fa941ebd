using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NeuralNet.Generators.Tests;

/// <summary>Tests that an unrelated change generates nothing again: each step reuses its result, and no file is written.</summary>
public class IncrementalTests
{
    private static readonly string[] Sources = ["Affine", "Momentum", "Bend"];

    [Fact]
    public void AnotherFileRunsNothingAgain() => AssertNothingNew((compilation, _) =>
        compilation.AddSyntaxTrees(Generated.Parse("namespace My; internal class Unrelated { public int Value => 1; }")));

    [Fact]
    public void AnEditWithinAMethodRunsNothingAgain() => AssertNothingNew((compilation, affine) =>
        compilation.ReplaceSyntaxTree(affine, Generated.Parse(
            Folder.Source("Affine").Replace("Forward(Frame frame)\n    {", "Forward(Frame frame)\n    {\n        _ = units;", StringComparison.Ordinal),
            affine.FilePath)));

    [Fact]
    public void AChangedDefaultIsGeneratedAgain()
    {
        string edited = Folder.Source("Affine").Replace("useBias = true", "useBias = false", StringComparison.Ordinal);
        GeneratorRunResult result = RunTwice((compilation, affine) =>
            compilation.ReplaceSyntaxTree(affine, Generated.Parse(edited, affine.FilePath)));
        Assert.Equal(
            [IncrementalStepRunReason.Modified],
            result.TrackedSteps[ConfigurableGenerator.ClassStep].SelectMany(step => step.Outputs).Select(output => output.Reason)
                .Where(reason => reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged)));
    }

    private static void AssertNothingNew(Func<CSharpCompilation, SyntaxTree, CSharpCompilation> edit)
    {
        GeneratorRunResult result = RunTwice(edit);
        Assert.Equal(6, result.TrackedSteps[ConfigurableGenerator.ClassStep].Sum(step => step.Outputs.Length));
        foreach (string name in (string[])[ConfigurableGenerator.ClassStep, ConfigurableGenerator.ListStep])
        {
            Assert.All(
                result.TrackedSteps[name].SelectMany(step => step.Outputs),
                output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        }

        Assert.All(
            result.TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static GeneratorRunResult RunTwice(Func<CSharpCompilation, SyntaxTree, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = Generated.Program([.. Sources.Select(Folder.Source)]);
        GeneratorDriver driver = Generated.Driver().RunGenerators(compilation);
        return driver.RunGenerators(edit(compilation, compilation.SyntaxTrees[0])).GetRunResult().Results.Single();
    }
}
