namespace NeuralNet.Comparison;

/// <summary>The repository of this program.</summary>
internal static class Repository
{
    /// <summary>The folder that contains the solution; the current folder outside a repository.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NeuralNet.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? ".";
    }
}
