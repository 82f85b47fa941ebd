using System.IO.Enumeration;

namespace NeuralNet;

/// <summary>A pattern of the paths of layers, with <c>*</c> for any characters, slashes included, and <c>?</c> for one.</summary>
internal static class LayerPattern
{
    public static bool IsPattern(string name) => name.AsSpan().ContainsAny('*', '?');

    public static bool Matches(string pattern, string path) =>
        FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false);

    /// <summary>Returns whether a pattern matches the path of a layer or of a layer that contains it.</summary>
    public static bool MatchesWithin(string pattern, string path)
    {
        for (int end = path.Length; end > 0; end = path.LastIndexOf('/', end - 1))
        {
            if (Matches(pattern, path[..end]))
                return true;
        }

        return false;
    }
}
