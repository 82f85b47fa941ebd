using System.Text;
using System.Text.RegularExpressions;

namespace NeuralNet.Data.Tests;

/// <summary>Tests that the code of docs/feature-space.md compiles and runs.</summary>
[Collection(CurrentFolder.Name)]
public sealed partial class FeatureSpacePageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;
    private readonly TextWriter console = Console.Out;

    public FeatureSpacePageTests()
    {
        Environment.CurrentDirectory = folder[""];
        Console.SetOut(TextWriter.Null);
    }

    public void Dispose()
    {
        Console.SetOut(console);
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public void CodeIsCompiled()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "feature-space.md")).ReplaceLineEndings("\n");
        string code = File.ReadAllText(Path.Combine(Repository.Root, "tests", "NeuralNet.Data.Tests", "Pages", "FeatureSpacePage.cs")).ReplaceLineEndings("\n");
        Assert.Equal(
            CodeBlock().Matches(page).Select(block => block.Groups[1].Value),
            Marked().Matches(code).Select(part => Indentation().Replace(part.Groups[1].Value, "")));
    }

    /// <summary>Who is tall buys, and so does who has no job.</summary>
    [Fact]
    public void TheProgramsRun()
    {
        Write("train.csv", rows: 400, seed: 1);
        Write("test.csv", rows: 100, seed: 2);
        (ClassPrediction prediction, Evaluation result, FeatureSpace space) = FeatureSpacePage.FirstProgram();
        Assert.Equal("yes", prediction.Name);
        Assert.InRange(result["accuracy"], 0.9, 1);
        Assert.Equal(6, space.Columns.Count);

        Table training = Table.ReadCsv("train.csv");
        Model model = FeatureSpacePage.Embedding(training);
        Assert.Equal([400, 1], model.Predict(training).Shape);
        Assert.Equal([1, 1], model.Predict(new Row { ["age"] = null, ["job"] = "astronaut" }).Shape);
    }

    private static void Write(string path, int rows, long seed)
    {
        string[] jobs = ["nurse", "clerk", "cook", ""], cities = ["Bern", "Basel", "Genf"];
        var random = new RandomStream(seed);
        var text = new StringBuilder("age,income,height,job,city,since,bought\n");
        for (int row = 0; row < rows; row++)
        {
            string job = jobs[random.NextInt32(4)], age = random.NextInt32(10) == 0 ? "" : $"{20 + random.NextInt32(50)}";
            int height = 150 + random.NextInt32(50);
            text.Append(FormattableString.Invariant($"{age},{random.NextInt32(100_000)},{height / 100.0},{job},{cities[random.NextInt32(3)]},"))
                .Append(FormattableString.Invariant($"2025-{1 + random.NextInt32(12):00}-01,{(height >= 175 || job.Length == 0 ? "yes" : "no")}\n"));
        }

        File.WriteAllText(path, text.ToString());
    }

    [GeneratedRegex(@"// <page>\n(.*?) +// </page>\n", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indentation();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
