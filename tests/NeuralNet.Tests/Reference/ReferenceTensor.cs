using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Numbers of a reference file in float64: a tensor, or a bare number as a scalar.</summary>
internal sealed class ReferenceTensor
{
    public ReferenceTensor(JsonNode node)
    {
        if (node is JsonObject tensor)
        {
            Shape = [.. tensor["shape"]!.AsArray().Select(size => size!.GetValue<int>())];
            Values = [.. tensor["data"]!.AsArray().Select(value => value!.GetValue<double>())];
        }
        else
        {
            Shape = [];
            Values = [node.GetValue<double>()];
        }
    }

    public int[] Shape { get; }

    public double[] Values { get; }

    public Tensor ToTensor() => new(Shape, Array.ConvertAll(Values, value => (float)value));
}
