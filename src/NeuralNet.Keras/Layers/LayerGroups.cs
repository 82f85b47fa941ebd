using System.Text.RegularExpressions;

namespace NeuralNet.Keras;

/// <summary>
/// The names of the groups of layers in Keras's files: the class in snake case, and a number from the second layer of a class on, since the
/// names of layers differ between two models of the same layers (Keras: saving/saving_lib.py, <c>_get_unique_name</c>).
/// </summary>
internal static partial class LayerGroups
{
    /// <summary>The group of the variables of a layer, beside the groups of its parts.</summary>
    public const string Variables = "vars";

    /// <summary>The attribute of a group of variables that holds the name of the layer.</summary>
    public const string NameAttribute = "name";

    /// <summary>Returns the layers of a model with the names of their groups.</summary>
    public static IEnumerable<(LayerDescription Layer, string Group)> Of(IReadOnlyList<LayerDescription> layers) =>
        layers.Zip(Numbered(layers.Select(layer => layer.ClassName)));

    /// <summary>Returns the names of the groups of layers of these classes.</summary>
    public static IEnumerable<string> Numbered(IEnumerable<string> classNames)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string className in classNames)
        {
            string name = SnakeCase(AttentionLayers.PythonName(className));
            int count = counts.GetValueOrDefault(name);
            counts[name] = count + 1;
            yield return count == 0 ? name : $"{name}_{count}";
        }
    }

    /// <summary>Converts the name of a class as Keras does: <c>GlobalMaxPooling1D</c> to <c>global_max_pooling1d</c>.</summary>
    public static string SnakeCase(string className)
    {
        string name = NotInWords().Replace(className, "");
        name = BeforeWords().Replace(name, "$1_$2");
        return BetweenCases().Replace(name, "$1_$2").ToLowerInvariant();
    }

    [GeneratedRegex(@"\W+")]
    private static partial Regex NotInWords();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex BeforeWords();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex BetweenCases();
}
