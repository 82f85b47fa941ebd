namespace NeuralNet.Onnx;

/// <summary>The values for the parameters of layers that were made from a file, until the layers are final.</summary>
internal sealed class ImportedWeights
{
    private readonly Dictionary<Layer, Dictionary<string, Func<float[]>>> byLayer = [];

    /// <summary>Notes where the values of a parameter come from.</summary>
    public void Add(Layer layer, string parameter, Func<float[]> values)
    {
        if (!byLayer.TryGetValue(layer, out Dictionary<string, Func<float[]>>? weights))
            byLayer[layer] = weights = new(StringComparer.Ordinal);
        weights[parameter] = values;
    }

    /// <summary>Hands the values of one layer to the one that takes its place.</summary>
    public void Move(Layer from, Layer to)
    {
        if (byLayer.Remove(from, out Dictionary<string, Func<float[]>>? weights))
            byLayer[to] = weights;
    }

    /// <summary>Gives all parameters their values.</summary>
    /// <exception cref="ModelFileException">A parameter has no values or another number of them.</exception>
    public void Apply(LayerGraph graph)
    {
        foreach (Layer layer in graph.Layers)
        {
            foreach (Parameter parameter in layer.Parameters)
                parameter.TakeOver(Tensor.Over(Values(layer, parameter), parameter.Shape));
        }
    }

    private float[] Values(Layer layer, Parameter parameter)
    {
        float[] values = byLayer[layer][parameter.ShortName]();
        return values.Length == parameter.Shape.Size
            ? values
            : throw new ModelFileException(
                $"the parameter '{parameter.Name}' has the shape {parameter.Shape}, and the file has {values.Length} values for it");
    }
}
