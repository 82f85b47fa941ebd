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
        Assert.Equal("using NeuralNet;\n\n" + Marked("FirstProgram.cs"), block.Groups[1].Value);
    }

    [Fact]
    public void FirstProgramRunsAndLearns()
    {
        string output = RunAway(() =>
        {
            (Model again, Tensor prediction, Tensor x) = FirstProgram.Run();
            Assert.Equal(Bits.Of(prediction), Bits.Of(again.Predict(x)));
            Assert.Equal([0f, 1, 1, 0], prediction.ToArray().Select(value => MathF.Round(value)));
        });
        Assert.Matches(@"^loss 0\.0\d{3}, accuracy 100\s?%\s*$", output);
    }

    [Fact]
    public void FromKerasIsWhatIsCompiled()
    {
        string section = Readme().Split("## From Keras")[1].Split("\n## ")[0];
        string[] table = [.. TableRow().Matches(section).Select(row => row.Groups[1].Value)];
        Assert.Equal(Marked("FromKeras.cs").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), table);
    }

    [Fact]
    public void FromKerasRuns()
    {
        History? history = null;
        string output = RunAway(() => history = FromKeras.Run(TestData.Normal([100, 64], 1), TestData.Integers([100], 2, 10)).History);
        Assert.Contains("Model: \"sequential\"", output, StringComparison.Ordinal);
        Assert.Equal(["accuracy", "loss", "val_accuracy", "val_loss"], history!.Names);
    }

    /// <summary>Runs a program in a temporary folder, and returns its output.</summary>
    internal static string RunAway(Action program)
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
            program();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Environment.CurrentDirectory = folder;
            Console.SetOut(console);
            Directory.Delete(temporary, recursive: true);
        }

        return output.ToString();
    }

    private static string Readme() => File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    /// <summary>Returns the lines between the marks, without their indentation.</summary>
    internal static string Marked(string file)
    {
        string[] lines = File.ReadAllText(Path.Combine(Repository.Root, "tests/NeuralNet.Tests/Readme", file)).ReplaceLineEndings("\n").Split('\n');
        int start = Array.FindIndex(lines, line => line.Trim() == "// <readme>"), end = Array.FindIndex(lines, line => line.Trim() == "// </readme>");
        Assert.True(start >= 0 && end > start, "The marks are gone.");
        int indentation = lines[start].Length - lines[start].TrimStart().Length;
        return string.Concat(lines[(start + 1)..end].Select(line => (line.Length > 0 ? line[indentation..] : "") + "\n"));
    }

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    internal static partial Regex CodeBlock();

    [GeneratedRegex(@"^\| `.*` \| `(.*)` \|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();
}
