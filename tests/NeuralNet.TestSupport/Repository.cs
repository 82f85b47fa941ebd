using System.Runtime.CompilerServices;

namespace NeuralNet.TestSupport;

/// <summary>The location of the sources.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, above the one this file was compiled in.</summary>
    public static string Root { get; } = Find(AppContext.BaseDirectory) ?? Find(OwnFolder())
        ?? throw new InvalidOperationException("NeuralNet.sln lies in no folder above the tests.");

    /// <summary>Returns the path of a file or folder in it.</summary>
    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string? Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "NeuralNet.sln")))
                return folder.FullName;
        }

        return null;
    }

    private static string OwnFolder([CallerFilePath] string path = "") => System.IO.Path.GetDirectoryName(path)!;
}
