using System.Text;
using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>
/// Makes encoders of the layers TextVectorization of a model, whose inputs are texts: these layers become the inputs, and their settings
/// and vocabularies the list of encoders that <see cref="Model.FromJson"/> reads. The class of the encoder is one that the program
/// registers. Keras: layers/preprocessing/text_vectorization.py, <c>save_assets</c> in index_lookup.py.
/// </summary>
internal sealed class TextInputs
{
    /// <summary>The class of the layer, and of the encoder.</summary>
    public const string ClassName = "TextVectorization";

    private const string VocabularyFile = "vocabulary.txt", IdfWeights = "idf_weights";

    /// <summary>The layer within a TextVectorization that has the vocabulary too.</summary>
    private const string LookupLayer = "_lookup_layer";

    private readonly KerasArchive archive;
    private readonly JsonObject config;
    private readonly List<JsonObject> layers;
    private readonly List<(JsonObject Layer, string Group)> texts;

    private TextInputs(JsonObject model, KerasArchive archive)
    {
        this.archive = archive;
        config = model["config"] as JsonObject ?? throw new ModelFileException("the model has no 'config'");
        layers = [.. (config["layers"] as JsonArray ?? []).OfType<JsonObject>()];
        texts = [.. layers.Where(IsText).Select((layer, index) =>
            (layer, index == 0 ? LayerGroups.SnakeCase(ClassName) : $"{LayerGroups.SnakeCase(ClassName)}_{index}"))];
    }

    /// <summary>Returns whether a group of weights is that of such a layer.</summary>
    public static bool IsGroup(string name) => name.StartsWith(LayerGroups.SnakeCase(ClassName), StringComparison.Ordinal);

    /// <summary>Returns the JSON of the model with encoders in place of the layers.</summary>
    /// <exception cref="ModelFileException">
    /// Another layer takes the texts, the layers have no vocabulary, or a setting has no counterpart.
    /// </exception>
    public static string Move(string configuration, KerasArchive archive)
    {
        JsonObject model = LayerDescription.Parse(configuration);
        var inputs = new TextInputs(model, archive);
        if (inputs.texts.Count == 0)
            return configuration;
        model["encoders"] = (string?)model["class_name"] == "Sequential" ? inputs.MoveFirst() : inputs.MoveAll();
        inputs.config["layers"] = new JsonArray([.. inputs.layers.Select(layer => layer.DeepClone())]);
        return model.ToJsonString();
    }

    private static bool IsText(JsonObject layer) => (string?)layer["class_name"] == ClassName;

    private static bool IsInput(JsonObject layer) => (string?)layer["class_name"] == "InputLayer";

    private static string NameOf(JsonObject layer) => (string?)layer["config"]?["name"]
        ?? throw new ModelFileException("a layer has no name");

    /// <summary>Moves the only layer of texts of a Sequential, which follows the input.</summary>
    private JsonArray MoveFirst()
    {
        JsonObject? input = IsInput(layers[0]) ? layers[0] : null;
        JsonObject text = layers[input is null ? 0 : 1];
        if (texts.Count > 1 || !IsText(text))
            throw new ModelFileException($"the layer '{NameOf(texts[^1].Layer)}' ({ClassName}) follows other layers; an encoder of texts "
                + "takes the input of the model");
        JsonObject encoder = EncoderOf(text, texts[0].Group, NameOf(input ?? text));
        if (input is not null)
            layers.Remove(input);
        layers[0] = InputFor(text, encoder);
        return [(JsonNode)encoder];
    }

    /// <summary>Moves the layers of texts of a functional model, in the order of its inputs.</summary>
    private JsonArray MoveAll()
    {
        var encoders = new JsonArray();
        foreach (JsonArray reference in References(config["input_layers"]))
        {
            string input = (string)reference[0]!;
            (JsonObject text, string group) = texts.Find(candidate => SourceOf(candidate.Layer) == input);
            if (text is null)
                throw new ModelFileException($"the input '{input}' is no text, and others are: a model takes all its inputs or none from "
                    + "encoders");
            JsonObject encoder = EncoderOf(text, group, input);
            layers.RemoveAll(layer => IsInput(layer) && NameOf(layer) == input);
            layers[layers.IndexOf(text)] = InputFor(text, encoder);
            reference[0] = NameOf(text);
            encoders.Add((JsonNode)encoder);
        }

        if (texts.Count > encoders.Count)
            throw new ModelFileException($"it has {texts.Count} layers {ClassName} for {encoders.Count} inputs; an encoder takes an input "
                + "of its own");
        return encoders;
    }

    /// <summary>Returns the references to inputs: a single one, a list, or those of a dictionary.</summary>
    private static IEnumerable<JsonArray> References(JsonNode? inputs) => inputs switch
    {
        JsonArray and [JsonValue, ..] => [inputs.AsArray()],
        JsonArray list => list.OfType<JsonArray>(),
        JsonObject named => named.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).OfType<JsonArray>(),
        _ => throw new ModelFileException("'input_layers' is not a list"),
    };

    /// <summary>Returns the name of the layer that feeds a layer of texts.</summary>
    private static string? SourceOf(JsonObject text)
    {
        if (text["inbound_nodes"] is not JsonArray { Count: 1 } uses)
            throw new ModelFileException($"the layer '{NameOf(text)}' ({ClassName}) is used more than once; give each text a layer of its "
                + "own");
        return (string?)uses[0]?["args"]?[0]?["config"]?["keras_history"]?[0];
    }

    private static JsonObject InputFor(JsonObject text, JsonObject encoder)
    {
        JsonNode? size = encoder["width"]?.DeepClone();
        encoder.Remove("width");
        return new JsonObject
        {
            ["class_name"] = "InputLayer",
            ["config"] = new JsonObject { ["batch_shape"] = new JsonArray(null, size), ["dtype"] = "float32", ["name"] = NameOf(text) },
            ["name"] = NameOf(text),
            ["inbound_nodes"] = new JsonArray(),
        };
    }

    /// <summary>Returns the description of an encoder, with the size of its output as <c>width</c>.</summary>
    private JsonObject EncoderOf(JsonObject text, string group, string column)
    {
        string name = NameOf(text);
        var settings = (JsonObject)text["config"]!.DeepClone();
        Refuse(name, settings, "ragged", settings["ragged"] is JsonValue ragged && ragged.TryGetValue(out bool isRagged) && isRagged);
        Refuse(name, settings, "standardize", settings["standardize"] is JsonObject);
        Refuse(name, settings, "split", settings["split"] is JsonObject);
        Refuse(name, settings, "encoding", (string?)settings["encoding"] is not (null or "utf-8" or "UTF-8"));
        settings["standardize"] ??= "none";
        settings["split"] ??= "none";
        settings["output_mode"] = OutputModeOf(settings);
        if (settings["ngrams"] is JsonValue ngrams && ngrams.TryGetValue(out int max))
            settings["ngrams"] = new JsonArray([.. Enumerable.Range(1, Math.Clamp(max, 0, 1000)).Select(size => (JsonNode)size)]);
        settings["vocabulary"] ??= VocabularyOf(name, group);
        if ((string?)settings["output_mode"] == "tf_idf")
            settings[IdfWeights] ??= IdfWeightsOf(name, group, settings["vocabulary"]!.AsArray().Count);
        settings["column"] = column;
        return new JsonObject { ["class_name"] = ClassName, ["config"] = settings, ["width"] = WidthOf(settings) };
    }

    /// <summary>Returns the name of the output mode, of which Keras accepts older ones.</summary>
    private static string? OutputModeOf(JsonObject settings) => (string?)settings["output_mode"] switch
    {
        "binary" => "multi_hot",
        "tf-idf" => "tf_idf",
        var mode => mode,
    };

    private static void Refuse(string name, JsonObject settings, string setting, bool isRefused)
    {
        if (isRefused)
            throw new ModelFileException($"the layer '{name}' ({ClassName}) has the setting '{setting}' "
                + $"{settings[setting]!.ToJsonString()}, which an encoder does not have");
    }

    private static JsonNode? WidthOf(JsonObject settings)
    {
        if ((string?)settings["output_mode"] == "int")
            return settings["output_sequence_length"]?.DeepClone();
        if (settings["pad_to_max_tokens"] is JsonValue pads && pads.TryGetValue(out bool isPadded) && isPadded)
            return settings["max_tokens"]?.DeepClone();
        JsonArray vocabulary = settings["vocabulary"]!.AsArray();
        bool hasUnknown = vocabulary.Count > 0 && (string?)vocabulary[0] == "[UNK]";
        return vocabulary.Count + (hasUnknown ? 0 : 1);
    }

    /// <summary>Returns the lines of the file of the vocabulary, without empty ones at the end, as Keras reads them.</summary>
    private JsonArray VocabularyOf(string name, string group)
    {
        byte[] file = archive.FindAsset($"layers/{group}/{VocabularyFile}")
            ?? archive.FindAsset($"layers/{group}/{LookupLayer}/{VocabularyFile}")
            ?? throw new ModelFileException($"it has no vocabulary of the layer '{name}' ({ClassName}): neither its setting 'vocabulary' "
                + $"nor 'assets/layers/{group}/{VocabularyFile}'");
        string[] lines = Encoding.UTF8.GetString(file).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
        return [.. lines.Select(line => (JsonNode)line)];
    }

    private JsonArray IdfWeightsOf(string name, string group, int count)
    {
        Hdf5Tensor tensor = archive.Weights.FindTensor($"layers/{group}/{LayerGroups.Variables}/{IdfWeights}")
            ?? archive.Weights.FindTensor($"layers/{group}/{LookupLayer}/{LayerGroups.Variables}/{IdfWeights}")
            ?? throw new ModelFileException($"it has no '{IdfWeights}' of the layer '{name}' ({ClassName})");
        if (tensor.Count < count || tensor.Count > Array.MaxLength)
            throw new ModelFileException($"the layer '{name}' ({ClassName}) has {count} tokens, and '/{tensor.Path}' {tensor.Count} "
                + "weights");

        // With pad_to_max_tokens, zeros follow the weights of the tokens.
        float[] weights = tensor.Read(new Shape((int)tensor.Count)).ToArray()[..count];
        return [.. weights.Select(weight => (JsonNode)weight)];
    }
}
