namespace NeuralNet.Keras;

/// <summary>Writes the weights of a model as Keras 3 does (Keras: saving/saving_lib.py, <c>_save_state</c>).</summary>
internal static class WeightsWriter
{
    public static byte[] Write(Model model)
    {
        IReadOnlyList<LayerDescription> layers = LayerDescription.Of(model);
        Dictionary<string, LayerParameters> parameters = LayerParameters.Of(model, layers);
        var file = new Hdf5OutputGroup
        {
            ["layers"] = OfModel(layers, parameters),
            [LayerGroups.Variables] = Variables(model.Name, []),
        };
        if (model.IsCompiled)
            file["optimizer"] = OptimizerFile.Write(model);
        return Hdf5Writer.Write(file);
    }

    private static Hdf5OutputGroup OfModel(IReadOnlyList<LayerDescription> layers, Dictionary<string, LayerParameters> parameters)
    {
        var group = new Hdf5OutputGroup();
        foreach ((LayerDescription layer, string name) in LayerGroups.Of(layers))
            group[name] = Of(layer, parameters);
        return group;
    }

    private static Hdf5OutputGroup Of(LayerDescription layer, Dictionary<string, LayerParameters> parameters)
    {
        if (layer.Layers is not null)
        {
            return new Hdf5OutputGroup
            {
                ["layers"] = OfModel(layer.Layers, parameters),
                [LayerGroups.Variables] = Variables(layer.Name, []),
            };
        }

        Hdf5OutputGroup group = OfLayer(layer.Name, layer.ClassName, parameters[layer.Path].Without(layer.Parts));
        foreach (LayerPart part in layer.Parts)
            Put(group, part.Group.Split('/'), Of(part.Layer, parameters));
        return group;
    }

    /// <summary>Puts a group at a path below another one.</summary>
    private static void Put(Hdf5OutputGroup parent, ReadOnlySpan<string> path, Hdf5OutputGroup group)
    {
        if (path.Length == 1)
        {
            parent[path[0]] = group;
            return;
        }

        if (!parent.Children.ContainsKey(path[0]))
            parent[path[0]] = new Hdf5OutputGroup();
        Put((Hdf5OutputGroup)parent.Children[path[0]], path[1..], group);
    }

    private static Hdf5OutputGroup OfLayer(string name, string className, LayerParameters parameters)
    {
        var group = new Hdf5OutputGroup { [LayerGroups.Variables] = Variables(name, parameters.Own, className == "Normalization") };
        foreach ((string part, LayerParameters ofPart) in parameters.Parts)
            group[AttentionLayers.GroupOf(className, part)] = OfLayer(part, "", ofPart);
        foreach ((string part, string partName) in AttentionLayers.WithoutWeights(className))
            group[part] = new Hdf5OutputGroup { [LayerGroups.Variables] = Variables(partName, []) };
        return group;
    }

    /// <summary>Returns the group of the variables of a layer; a Normalization has a count, which Keras no longer uses, as well.</summary>
    private static Hdf5OutputGroup Variables(string name, IReadOnlyList<Parameter> parameters, bool withCount = false)
    {
        var group = new Hdf5OutputGroup(name);
        foreach (Parameter parameter in parameters)
            group.Append(new Hdf5OutputTensor(parameter.Value));
        if (withCount && parameters.Count > 0)
            group.Append(new Hdf5OutputTensor(0));
        return group;
    }
}
