using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Translates Keras's calls of attention layers, which have arguments beyond the tensors: flags become settings of the layer, and tensors
/// that are passed by name become inputs in the order of <see cref="AttentionInputs"/>.
/// </summary>
internal static class AttentionCalls
{
    private const string MaskSetting = "use_attention_mask", MaskArgument = "attention_mask";

    private static readonly string[] Classes =
        ["Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention", "GroupedQueryAttention"];

    private static readonly string[] Flags = ["use_causal_mask", "return_attention_scores"];

    /// <summary>The arguments of the call of MultiHeadAttention and GroupQueryAttention, in their order.</summary>
    private static readonly string[] Arguments = ["query", "value", "key", "query_mask", "value_mask", "key_mask", MaskArgument];

    /// <summary>Returns the description of a layer, translated if it is of an attention layer that Keras described.</summary>
    /// <exception cref="ModelFileException">Two uses of a layer differ in a flag.</exception>
    public static JsonObject Translate(JsonObject description)
    {
        if (!Classes.Contains((description["class_name"] as JsonValue)?.ToString()) || description["inbound_nodes"] is not JsonArray)
            return description;
        var translated = description.DeepClone().AsObject();
        JsonObject[] uses = [.. translated["inbound_nodes"]!.AsArray().OfType<JsonObject>()];
        if (translated["config"] is not JsonObject config || uses.Length == 0)
            return description;
        foreach (JsonObject use in uses)
            NameTensors(use);
        foreach (string flag in Flags)
            MoveFlag(flag, uses, config);
        if (uses.Any(use => use.Remove(MaskSetting)))
            config[MaskSetting] = true;
        return translated;
    }

    /// <summary>Moves tensors that are passed by name to the other ones; marks the use if one of them is an attention mask.</summary>
    private static void NameTensors(JsonObject use)
    {
        if (use["args"] is not JsonArray args || use["kwargs"] is not JsonObject named || args.Any(argument => argument is JsonArray)
            || args.Count + named.Count(argument => Arguments.Contains(argument.Key) && argument.Value is not null) <= 1)
            return;
        for (int i = 0; i < args.Count && i < Arguments.Length; i++)
            named.TryAdd(Arguments[i], args[i]?.DeepClone());
        if (named["query"] is null)
            return;
        named.TryAdd("value", named["query"]!.DeepClone());
        if (named[MaskArgument] is not null)
            use[MaskSetting] = true;
        var tensors = new JsonArray();
        foreach (string argument in (string[])["query", "value", "key", MaskArgument])
        {
            JsonNode? tensor = named[argument];
            named.Remove(argument);
            if (tensor is not null)
                tensors.Add(tensor);
        }

        use["args"] = tensors;
    }

    private static void MoveFlag(string flag, JsonObject[] uses, JsonObject config)
    {
        bool[] values = [.. uses.Select(use => use["kwargs"]?[flag] is JsonValue value && value.TryGetValue(out bool isSet) && isSet)];
        if (values.Distinct().Count() > 1)
            throw new ModelFileException($"the layer '{config["name"]}': two of its uses differ in '{flag}', which is a setting here");
        foreach (JsonObject use in uses)
            (use["kwargs"] as JsonObject)?.Remove(flag);
        if (values[0])
            config[flag] = true;
    }
}
