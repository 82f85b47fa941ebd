using System.Text.RegularExpressions;

namespace NeuralNet.Mpi.Tests.Pages;

/// <summary>Tests that the code of the pages compiles and runs.</summary>
public sealed partial class ProgramTests : JobFolder
{
    [Fact]
    public void CodeIsCompiled()
    {
        string[] pages = [Read("src", "NeuralNet.Mpi", "README.md"), Read("docs", "distributed-training.md")];
        string code = Read("tests", "NeuralNet.Mpi.Tests", "Pages", "Programs.cs");
        Assert.Equal(
            pages.Select(page => Usings().Replace(CodeBlock().Match(page).Groups[1].Value, "")),
            Marked().Matches(code).Select(part => Indentation().Replace(part.Groups[1].Value, "")));
    }

    [Fact]
    public void TheProgramsRun()
    {
        Programs.Readme();
        Tensor x = TestData.Normal([100, 4], seed: 1), y = new([100, 1]);
        for (int i = 0; i < 100; i++)
            y[i, 0] = 0.3f * x[i, 0] + 0.1f * x[i, 1];
        string before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = Folder;
        try
        {
            Programs.DistributedTraining(x, y);
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }

        Assert.True(File.Exists(Path.Combine(Folder, "best.safetensors")));
    }

    private static string Read(params string[] parts) => File.ReadAllText(Repository.Path(parts)).ReplaceLineEndings("\n");

    [GeneratedRegex(@"// <page>\n(.*?) +// </page>\n", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indentation();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\Ausing NeuralNet;\nusing NeuralNet\.Mpi;\n\n")]
    private static partial Regex Usings();
}
