using System.Text.Json.Nodes;

namespace NeuralNet.TestSupport;

/// <summary>Tensors as JSON, <c>{"shape": […], "data": […]}</c>, to exchange them with other programs.</summary>
internal static class TensorJson
{
    public static JsonObject Write(Tensor tensor) => new()
    {
        ["shape"] = new JsonArray([.. tensor.Shape.Select(size => JsonValue.Create(size))]),
        ["data"] = new JsonArray([.. tensor.ToArray().Select(value => JsonValue.Create(value))]),
    };

    /// <summary>Reads a tensor; null, which represents a number that is not finite, becomes NaN.</summary>
    public static Tensor Read(JsonNode json)
    {
        float[] values = [.. json["data"]!.AsArray().Select(value => value is null ? float.NaN : (float)value.GetValue<double>())];
        return new Tensor(json["shape"]!.AsArray().Select(size => size!.GetValue<int>()).ToArray(), values);
    }

    public static JsonArray Write(IEnumerable<Tensor> tensors) => new([.. tensors.Select(Write)]);

    public static Tensor[] ReadAll(JsonNode json) => [.. json.AsArray().Select(tensor => Read(tensor!))];
}
