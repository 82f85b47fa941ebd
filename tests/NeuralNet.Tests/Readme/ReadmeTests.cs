using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralNet.Tests;

[Collection(ProcessWide.Name)]
public partial class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/NeuralNet/README.md")]
    public void FirstProgramIsTheOneThatIsRun(string file)
    {
        string readme = File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");
        Match block = CodeBlock().Match(readme);
        Assert.True(block.Success, $"{file} has no C# code.");
        Assert.Equal("using NeuralNet;\n\n" + Program(), block.Groups[1].Value);
    }

    [Fact]
    public void FirstProgramRunsAndLearns()
    {
        TextWriter console = Console.Out;
        string folder = Environment.CurrentDirectory, temporary = Directory.CreateTempSubdirectory("neuralnet").FullName;
        CultureInfo culture = CultureInfo.CurrentCulture;
        var output = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            Console.SetOut(output);
            Environment.CurrentDirectory = temporary;
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            (Model again, Tensor prediction, Tensor x) = FirstProgram.Run();
            Assert.Equal(Bits.Of(prediction), Bits.Of(again.Predict(x)));
            Assert.Equal([0f, 1, 1, 0], prediction.ToArray().Select(value => MathF.Round(value)));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Environment.CurrentDirectory = folder;
            Console.SetOut(console);
            Directory.Delete(temporary, recursive: true);
        }

        Assert.Matches(@"^loss 0\.0\d{3}, accuracy 100\s?%\s*$", output.ToString());
    }

    /// <summary>The lines between the marks, without their indentation.</summary>
    private static string Program()
    {
        string[] lines = File.ReadAllText(Path.Combine(Repository.Root, "tests/NeuralNet.Tests/Readme/FirstProgram.cs")).ReplaceLineEndings("\n").Split('\n');
        int start = Array.FindIndex(lines, line => line.Trim() == "// <readme>"), end = Array.FindIndex(lines, line => line.Trim() == "// </readme>");
        Assert.True(start >= 0 && end > start, "The marks are gone.");
        int indentation = lines[start].Length - lines[start].TrimStart().Length;
        return string.Concat(lines[(start + 1)..end].Select(line => (line.Length > 0 ? line[indentation..] : "") + "\n"));
    }

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();
}
