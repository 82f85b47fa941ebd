using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>A layer of a model in the order and with the names that Keras's files have.</summary>
/// <param name="ClassName">The class of the layer in Keras.</param>
/// <param name="Name">The name of the layer.</param>
/// <param name="Path">The path of the layer within the model.</param>
/// <param name="Layers">The layers of a nested model in Keras's order; null for a layer that is not a model.</param>
/// <param name="Parts">The layers that are settings of this one.</param>
internal sealed record LayerDescription(
    string ClassName, string Name, string Path, IReadOnlyList<LayerDescription>? Layers, IReadOnlyList<LayerPart> Parts)
{
    /// <summary>Returns the layers of a model.</summary>
    public static IReadOnlyList<LayerDescription> Of(Model model) => OfModel(Parse(model.ToJson()), "");

    /// <summary>Parses JSON that this library or Keras wrote.</summary>
    /// <exception cref="ModelFileException">The text is not a JSON object.</exception>
    public static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject
                ?? throw new ModelFileException("the configuration is not a JSON object");
        }
        catch (JsonException exception)
        {
            throw new ModelFileException($"the configuration is not valid JSON: {exception.Message}", exception);
        }
    }

    private static LayerDescription[] OfModel(JsonObject model, string prefix) =>
        [.. LayerOrder.Of(model).Select(layer => Of(layer, prefix))];

    /// <summary>Describes a layer whose path begins with a prefix.</summary>
    public static LayerDescription Of(JsonObject layer, string prefix)
    {
        string className = (string)layer["class_name"]!, name = (string)layer["config"]!["name"]!, path = prefix + name;
        return className is "Sequential" or "Functional"
            ? new LayerDescription(className, name, path, OfModel(layer, $"{path}/"), [])
            : new LayerDescription(className, name, path, null, LayerPart.Of(layer, path));
    }
}
