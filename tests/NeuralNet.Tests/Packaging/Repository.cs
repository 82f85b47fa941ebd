namespace NeuralNet.Tests.Packaging;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    /// <summary>The first C# program of a markdown file.</summary>
    public static string FirstProgram(string markdownFile)
    {
        const string Fence = "```";
        string text = File.ReadAllText(markdownFile).ReplaceLineEndings("\n");
        string afterFence = text.Split($"{Fence}csharp\n")[1];
        return afterFence.Split(Fence)[0];
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "NeuralNet.sln")))
                return directory.FullName;
        }

        throw new InvalidOperationException($"No NeuralNet.sln above {AppContext.BaseDirectory}.");
    }
}
