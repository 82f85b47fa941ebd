using PureHDF;

namespace NeuralNet.Keras;

/// <summary>Writes the weights of a model as Keras 3 does (Keras: saving/saving_lib.py, <c>_save_state</c>).</summary>
internal static class WeightsWriter
{
    public static byte[] Write(Model model)
    {
        IReadOnlyList<LayerDescription> layers = LayerDescription.Of(model);
        Dictionary<string, LayerParameters> parameters = LayerParameters.Of(model, layers);
        var file = new H5File { ["layers"] = OfModel(layers, parameters), [LayerGroups.Variables] = Variables(model.Name, []) };
        if (model.IsCompiled)
            file["optimizer"] = OptimizerFile.Write(model);
        var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    /// <summary>Creates a data set of the values and the shape of a tensor.</summary>
    public static H5Dataset Dataset(Tensor values) => values.Rank == 0
        ? new H5Dataset(values.ToArray()[0])
        : new H5Dataset(values.ToArray(), fileDims: [.. values.Shape.Select(size => (ulong)size)]);

    private static H5Group OfModel(IReadOnlyList<LayerDescription> layers, Dictionary<string, LayerParameters> parameters)
    {
        var group = new H5Group();
        foreach ((LayerDescription layer, string name) in LayerGroups.Of(layers))
        {
            group[name] = layer.Layers is null
                ? OfLayer(layer.Name, layer.ClassName, parameters[layer.Path])
                : new H5Group
                {
                    ["layers"] = OfModel(layer.Layers, parameters),
                    [LayerGroups.Variables] = Variables(layer.Name, []),
                };
        }

        return group;
    }

    private static H5Group OfLayer(string name, string className, LayerParameters parameters)
    {
        var group = new H5Group { [LayerGroups.Variables] = Variables(name, parameters.Own, className == "Normalization") };
        foreach ((string part, LayerParameters ofPart) in parameters.Parts)
            group[part] = OfLayer(part, "", ofPart);
        return group;
    }

    /// <summary>Returns the group of the variables of a layer; a Normalization has a count, which Keras no longer uses, as well.</summary>
    private static H5Group Variables(string name, IReadOnlyList<Parameter> parameters, bool withCount = false)
    {
        var group = new H5Group { Attributes = new() { [LayerGroups.NameAttribute] = name } };
        foreach (Parameter parameter in parameters)
            group[$"{group.Count}"] = Dataset(parameter.Value);
        if (withCount && parameters.Count > 0)
            group[$"{group.Count}"] = new H5Dataset(0);
        return group;
    }
}
