namespace NeuralNet.Tests.Packaging;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = NeuralNet.Tests.Repository.Root;

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The first C# program of a markdown file.</summary>
    public static string FirstProgram(string markdownFile)
    {
        const string Fence = "```";
        string text = File.ReadAllText(markdownFile).ReplaceLineEndings("\n");
        string afterFence = text.Split($"{Fence}csharp\n")[1];
        return afterFence.Split(Fence)[0];
    }
}
