using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>
/// The form of attention layers in Keras's files: projections are layers in groups named for attributes, and what is a setting here is an
/// argument of the call (Keras: layers/attention/multi_head_attention.py).
/// </summary>
internal static class AttentionLayers
{
    private const string MaskSetting = "use_attention_mask";

    private static readonly string[] Flags = ["use_causal_mask", "return_attention_scores"];

    private static readonly string[] Projected = ["MultiHeadAttention", "GroupQueryAttention"];

    private static readonly string[] Unprojected = ["Attention", "AdditiveAttention"];

    /// <summary>The name of the class in Python, of which names of groups are formed.</summary>
    public static string PythonName(string className) => className == "GroupQueryAttention" ? "GroupedQueryAttention" : className;

    /// <summary>Returns the group of a part of a layer.</summary>
    public static string GroupOf(string className, string part) => !Projected.Contains(className) ? part
        : part == "attention_output" ? "output_dense"
        : $"{part}_dense";

    /// <summary>The groups of the parts of a layer that have no weights, and the names of the parts.</summary>
    public static IEnumerable<(string Group, string Name)> WithoutWeights(string className) =>
        Projected.Contains(className) ? [("_dropout_layer", "dropout"), ("_softmax", "softmax")] : [];

    /// <summary>Moves the settings of an attention layer that are arguments in Keras to its calls; other layers stay as they are.</summary>
    public static void WriteCalls(JsonObject layer)
    {
        string? className = layer["class_name"] is JsonValue name ? (string?)name : null;
        if (layer["inbound_nodes"] is not JsonArray uses || !(Projected.Contains(className) || Unprojected.Contains(className)))
            return;
        JsonObject config = layer["config"]!.AsObject();
        bool hasMask = (bool?)config[MaskSetting] == true;
        string[] flags = [.. Flags.Where(flag => (bool?)config[flag] == true)];
        foreach (string setting in (string[])[.. Flags, MaskSetting])
            config.Remove(setting);
        foreach (JsonNode? use in uses)
        {
            WriteTensors(use!.AsObject(), hasMask, asList: Unprojected.Contains(className));
            foreach (string flag in flags)
                use["kwargs"]![flag] = true;
        }
    }

    /// <summary>
    /// Writes the tensors of a call: query and value, which may be the same, the key if there is one, and the attention mask.
    /// </summary>
    private static void WriteTensors(JsonObject use, bool hasMask, bool asList)
    {
        JsonArray args = use["args"]!.AsArray();
        List<JsonNode> tensors = [.. (args is [JsonArray list] ? list : args).Select(tensor => tensor!.DeepClone())];
        if (hasMask)
        {
            use["kwargs"]!["attention_mask"] = tensors[^1];
            tensors.RemoveAt(tensors.Count - 1);
        }

        if (tensors.Count == 1)
            tensors.Add(tensors[0].DeepClone());
        var all = new JsonArray([.. tensors]);
        use["args"] = asList ? new JsonArray((JsonNode)all) : all;
    }
}
