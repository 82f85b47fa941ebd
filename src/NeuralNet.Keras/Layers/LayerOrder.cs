using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>
/// The order of <c>model.layers</c> in Keras, by which its files number the layers of a class: for a Sequential the order of the layers,
/// otherwise the number of layers between a layer and the outputs, descending, and among equals the order in which a search from the
/// outputs finds the layers (Keras: ops/function.py, <c>map_graph</c>).
/// </summary>
internal sealed class LayerOrder
{
    private readonly Dictionary<(string Layer, int Use), (string Layer, int Use)[]> sources = [];
    private readonly Dictionary<string, int> found = new(StringComparer.Ordinal);
    private readonly List<(string Layer, int Use)> ordered = [];

    private LayerOrder(JsonArray layers)
    {
        foreach (JsonNode? layer in layers)
        {
            JsonArray uses = layer!["inbound_nodes"]!.AsArray();
            string name = NameOf(layer);
            sources[(name, 0)] = [];
            for (int i = 0; i < uses.Count; i++)
                sources[(name, i)] = [.. References(uses[i]!["args"]), .. NamedReferences(uses[i]!["kwargs"])];
        }
    }

    /// <summary>
    /// Returns the descriptions of the layers of a model that this library has described. As in Keras, layers on which no output depends
    /// are left out.
    /// </summary>
    public static IReadOnlyList<JsonObject> Of(JsonObject model)
    {
        JsonNode config = model["config"]!;
        JsonObject[] layers = [.. config["layers"]!.AsArray().Select(layer => layer!.AsObject())];
        if ((string?)model["class_name"] == "Sequential")
            return [.. layers.Where(layer => (string?)layer["class_name"] != "InputLayer")];
        var order = new LayerOrder(config["layers"]!.AsArray());
        foreach ((string Layer, int Use) output in References(config["output_layers"]))
            order.Search(output);
        Dictionary<string, int> depths = order.Depths();
        return [.. layers.Where(layer => depths.ContainsKey(NameOf(layer)))
            .OrderByDescending(layer => depths[NameOf(layer)]).ThenBy(layer => order.found[NameOf(layer)])];
    }

    private static string NameOf(JsonNode layer) => (string)layer["config"]!["name"]!;

    /// <summary>Returns the uses of layers to which an argument refers, as tensors or as lists of a name and two indices.</summary>
    private static IEnumerable<(string Layer, int Use)> References(JsonNode? argument) => argument switch
    {
        JsonArray and [JsonValue name, JsonValue use, ..] when name.TryGetValue(out string? layer) => [(layer, (int)use)],
        JsonArray list => list.SelectMany(References),
        JsonObject tensor => References(tensor["config"]?["keras_history"]),
        _ => [],
    };

    /// <summary>Returns the uses of layers to which arguments refer that are passed by name, such as an attention mask.</summary>
    private static IEnumerable<(string Layer, int Use)> NamedReferences(JsonNode? arguments) =>
        (arguments as JsonObject ?? []).SelectMany(argument => References(argument.Value));

    /// <summary>Searches the uses that a use depends on, depth first, and adds each after its sources.</summary>
    private void Search((string Layer, int Use) start)
    {
        var path = new Stack<((string Layer, int Use) Use, int Next)>();
        var entered = new HashSet<(string, int)>(ordered);
        Enter(start);
        while (path.TryPop(out var top))
        {
            if (top.Next == sources[top.Use].Length)
            {
                ordered.Add(top.Use);
                continue;
            }

            path.Push((top.Use, top.Next + 1));
            Enter(sources[top.Use][top.Next]);
        }

        void Enter((string Layer, int Use) use)
        {
            if (!entered.Add(use))
                return;
            found.TryAdd(use.Layer, found.Count);
            path.Push((use, 0));
        }
    }

    /// <summary>Returns the number of layers on the longest path from each layer to an output.</summary>
    private Dictionary<string, int> Depths()
    {
        var ofUses = new Dictionary<(string, int), int>();
        var ofLayers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string Layer, int Use) use in Enumerable.Reverse(ordered))
        {
            int depth = Math.Max(ofUses.GetValueOrDefault(use), ofLayers.GetValueOrDefault(use.Layer));
            ofLayers[use.Layer] = ofUses[use] = depth;
            foreach ((string Layer, int Use) source in sources[use])
                ofUses[source] = Math.Max(depth + 1, ofUses.GetValueOrDefault(source));
        }

        return ofLayers;
    }
}
