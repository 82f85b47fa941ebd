using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>A layer of TensorFlow.js that a layer, or a part of what it does, becomes.</summary>
/// <param name="ClassName">Its class.</param>
/// <param name="Name">Its name.</param>
/// <param name="Config">Its settings beside the name.</param>
/// <param name="Weights">Its weights.</param>
internal sealed record TensorFlowJsPart(string ClassName, string Name, JsonObject Config, params TensorFlowJsWeight[] Weights)
{
    public JsonObject ToJson()
    {
        var config = (JsonObject)Config.DeepClone();
        config["name"] = Name;
        return new JsonObject { ["class_name"] = ClassName, ["config"] = config };
    }
}

/// <summary>A tensor of the weights file.</summary>
internal sealed record TensorFlowJsWeight(string Name, int[] Sizes, float[] Values);
