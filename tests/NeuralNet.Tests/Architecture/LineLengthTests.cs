namespace NeuralNet.Tests;

/// <summary>Tests that lines of code have at most 140 characters; the texts that tests compare may be longer.</summary>
public class LineLengthTests
{
    private const int MaxLength = 140;

    [Fact]
    public void NoLineIsTooLong()
    {
        string[] folders = ["src", "tests", "samples", "benchmarks"];
        string[] tooLong =
        [
            .. from folder in folders
               from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
               where !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
               from line in File.ReadLines(path).Index()
               where line.Item.Length > MaxLength && !(folder == "tests" && line.Item.Contains('"', StringComparison.Ordinal))
               select FormattableString.Invariant($"{Path.GetRelativePath(Repository.Root, path)}({line.Index + 1}): {line.Item.Length}"),
        ];
        Assert.True(tooLong.Length == 0, $"Lines have at most {MaxLength} characters:\n{string.Join("\n", tooLong)}");
    }
}
