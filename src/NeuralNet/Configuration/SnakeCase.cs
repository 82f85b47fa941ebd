using System.Text.RegularExpressions;

namespace NeuralNet;

/// <summary>Converts names to Keras's spelling: <c>useBias</c> to <c>use_bias</c> (Keras: utils/naming.py, <c>to_snake_case</c>).</summary>
internal static class SnakeCase
{
    /// <summary>Returns a name in snake case.</summary>
    public static string Of(string name)
    {
        string words = Regex.Replace(name, "(.)([A-Z][a-z]+)", "$1_$2");
        return Regex.Replace(words, "([a-z])([A-Z])", "$1_$2").ToLowerInvariant();
    }
}
