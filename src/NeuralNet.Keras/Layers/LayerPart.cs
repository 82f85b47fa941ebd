using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>
/// A layer that is a setting of another one, such as the cell of a recurrent layer: Keras's files keep its weights in a group named for an
/// attribute of the outer layer (Keras: layers/rnn/rnn.py, layers/rnn/bidirectional.py, layers/core/wrapper.py).
/// </summary>
/// <param name="Group">The path of the group below that of the outer layer.</param>
/// <param name="Layer">The layer, whose path continues that of the outer layer.</param>
internal sealed record LayerPart(string Group, LayerDescription Layer)
{
    /// <summary>The classes with a cell that is not described, since the settings of the layer are those of the cell.</summary>
    private static readonly string[] WithOwnCell = ["SimpleRNN", "LSTM", "GRU"];

    /// <summary>The settings that are layers, and the groups of their weights.</summary>
    private static readonly (string ClassName, string Setting, string Group)[] Settings =
    [
        ("Bidirectional", "layer", "forward_layer"), ("Bidirectional", "backward_layer", "backward_layer"),
        ("TimeDistributed", "layer", "layer"), ("RNN", "cell", "cell"),
    ];

    /// <summary>Returns the descriptions of the layers within a layer.</summary>
    public static IReadOnlyList<JsonObject> Descriptions(JsonObject layer) => [.. Described(layer).Select(part => part.Description)];

    /// <summary>Returns the layers within a layer whose path is given.</summary>
    public static IReadOnlyList<LayerPart> Of(JsonObject layer, string path)
    {
        string className = (string)layer["class_name"]!;
        if (!WithOwnCell.Contains(className))
            return [.. Described(layer).Select(part => new LayerPart(part.Group, LayerDescription.Of(part.Description, $"{path}/")))];
        string cell = LayerGroups.SnakeCase($"{className}Cell");
        return [new LayerPart("cell", new LayerDescription($"{className}Cell", cell, $"{path}/{cell}", null, []))];
    }

    private static IEnumerable<(string Group, JsonObject Description)> Described(JsonObject layer)
    {
        string? className = (string?)layer["class_name"];
        JsonNode? config = layer["config"];
        if (className == "StackedRNNCells" && config?["cells"] is JsonArray cells)
            return InList("cells", [.. cells.OfType<JsonObject>()]);
        return Settings.Where(part => part.ClassName == className && config?[part.Setting] is JsonObject)
            .Select(part => (part.Group, config![part.Setting]!.AsObject()));
    }

    /// <summary>Keras names the layers of a list for their classes, as those of a model.</summary>
    private static IEnumerable<(string Group, JsonObject Description)> InList(string list, IReadOnlyList<JsonObject> layers) =>
        LayerGroups.Numbered(layers.Select(layer => (string)layer["class_name"]!)).Zip(layers, (name, layer) => ($"{list}/{name}", layer));
}
