using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralNet.Explainability.Tests;

/// <summary>Tests that the example of explanations in the README is the sample.</summary>
public partial class ReadmeTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    private static readonly string[] Blocks = [.. Block().Matches(
        File.ReadAllText(Path.Combine(Root, "README.md")).ReplaceLineEndings("\n").Split("## Why did it say that?")[1].Split("\n## ")[0])
        .Select(match => match.Groups[1].Value)];

    [Fact]
    public void TheCodeIsThatOfTheSample()
    {
        string file = Path.Combine(Root, "samples", "Explain", "IrisExplanation.cs");
        string[] sample = [.. File.ReadAllLines(file).Select(line => line.Trim())];
        string[] code = Blocks[0].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(code);
        Assert.All(code, line => Assert.Contains(line, sample));
    }

    /// <summary>The table has the current format of explanations, and its numbers are consistent.</summary>
    [Fact]
    public void TheTableIsAnExplanation()
    {
        string[] lines = Blocks[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Match title = Title().Match(lines[0]);
        Assert.True(title.Success, lines[0]);
        double[] values = [.. lines[2..].Select(line => Number(Value().Match(line)))];
        Assert.Equal(4, values.Length);
        Assert.Equal(values.OrderByDescending(Math.Abs), values);
        Assert.Equal(Number(title.Groups[3]), values.Sum(), 2.5e-4);
        Assert.Equal(Number(title.Groups[1]), Number(title.Groups[2]) + Number(title.Groups[3]), 2e-4);
        Assert.Equal("feature       is        attribution", lines[1]);
    }

    /// <summary>Returns the text of a file of the repository.</summary>
    internal static string FileOf(params ReadOnlySpan<string> path) => File.ReadAllText(Path.Combine([Root, .. path])).ReplaceLineEndings("\n");

    private static double Number(Capture text) => double.Parse(text.Value, CultureInfo.InvariantCulture);

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "NeuralNet.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder.TrimEnd('/', '\\'))!);

    [GeneratedRegex("```(?:csharp)?\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^KernelSHAP of output 2 \(virginica\): prediction (\d\.\d{4}) = base (\d\.\d{4}) ([+-]\d\.\d{4}), residual 0\.0000$")]
    private static partial Regex Title();

    [GeneratedRegex(@"[+-]\d\.\d{4}(?= ± )")]
    private static partial Regex Value();
}
