namespace NeuralNet.Images.Tests;

/// <summary>The pictures of the folder Files, which Tools/make_pictures.py writes.</summary>
internal static class TestFiles
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Files");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder).Select(path => Path.GetFileName(path))
        .Where(name => Path.GetExtension(name) != ".json").Order(StringComparer.Ordinal);

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public static string PathOf(string name) => Path.Combine(Folder, name);
}
