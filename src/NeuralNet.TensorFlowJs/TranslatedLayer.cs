using System.Text.Json.Nodes;

namespace NeuralNet.TensorFlowJs;

/// <summary>A layer of TensorFlow.js that a layer, or a part of its function, becomes.</summary>
/// <param name="ClassName">The class.</param>
/// <param name="Name">The name.</param>
/// <param name="Config">The settings other than the name.</param>
/// <param name="Weights">The weights.</param>
internal sealed record TranslatedLayer(string ClassName, string Name, JsonObject Config, params Weight[] Weights)
{
    public JsonObject ToJson()
    {
        var config = (JsonObject)Config.DeepClone();
        config["name"] = Name;
        return new JsonObject { ["class_name"] = ClassName, ["config"] = config };
    }
}
