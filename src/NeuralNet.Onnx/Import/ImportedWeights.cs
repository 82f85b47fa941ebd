namespace NeuralNet.Onnx;

/// <summary>The values of the parameters of layers that a file describes, until the layers are final.</summary>
internal sealed class ImportedWeights
{
    private readonly Dictionary<Layer, Dictionary<string, Func<float[]>>> byLayer = [];

    /// <summary>Adds the source of the values of a parameter.</summary>
    public void Add(Layer layer, string parameter, Func<float[]> values)
    {
        if (!byLayer.TryGetValue(layer, out Dictionary<string, Func<float[]>>? weights))
            byLayer[layer] = weights = new(StringComparer.Ordinal);
        weights[parameter] = values;
    }

    /// <summary>Assigns the values of one layer to the layer that replaces it.</summary>
    public void Move(Layer from, Layer to)
    {
        if (byLayer.Remove(from, out Dictionary<string, Func<float[]>>? weights))
            byLayer[to] = weights;
    }

    /// <summary>Sets the values of the parameters of layers.</summary>
    /// <exception cref="ModelFileException">A parameter has no values or another number of them.</exception>
    public void Apply(IEnumerable<Layer> layers)
    {
        foreach (Layer layer in layers.SelectMany(WithWeights))
        {
            foreach (Parameter parameter in layer.Parameters)
                parameter.SetValue(new Tensor(parameter.Shape, Values(layer, parameter)));
        }
    }

    /// <summary>The layer itself, or both directions of a bidirectional one.</summary>
    private static Layer[] WithWeights(Layer layer) => layer is Bidirectional both ? [both.Layer, both.BackwardLayer] : [layer];

    private float[] Values(Layer layer, Parameter parameter)
    {
        float[] values = byLayer[layer][parameter.ShortName]();
        return values.Length == parameter.Shape.Size
            ? values
            : throw new ModelFileException(
                $"the parameter '{parameter.Name}' has the shape {parameter.Shape}, and the file has {values.Length} values for it");
    }
}
