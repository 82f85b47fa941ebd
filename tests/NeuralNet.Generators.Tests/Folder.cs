using System.Runtime.CompilerServices;

namespace NeuralNet.Generators.Tests;

/// <summary>The files of this project.</summary>
internal static class Folder
{
    public static string PathOf(params string[] parts) => Path.Combine([Own(), .. parts]);

    public static string Source(string name) => File.ReadAllText(PathOf("Sources", $"{name}.cs")).ReplaceLineEndings("\n");

    private static string Own([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
