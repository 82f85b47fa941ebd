using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>
/// Reads the <c>.h5</c> files of Keras 2, with a model or with weights only (Keras: legacy/saving/legacy_h5_format.py). The state of the
/// optimizer in them is not read: its order was that of other classes of optimizers.
/// </summary>
internal static class LegacyReader
{
    private const string Weights = "model_weights", LayerNames = "layer_names", WeightNames = "weight_names";

    /// <summary>Returns whether a file is of this format and not one of weights of Keras 3.</summary>
    public static bool IsLegacy(Hdf5Group file) => file.Find(Weights) is not null || Names(file, LayerNames) is not null;

    /// <summary>Loads a model.</summary>
    /// <param name="file">The root of the file.</param>
    /// <param name="fileLength">The number of bytes of the file, which limits the number of values of the parameters.</param>
    /// <param name="customObjects">The functions that create custom objects.</param>
    /// <param name="compile">Whether the settings of Compile are loaded.</param>
    /// <exception cref="ModelFileException">The file has no model, or its weights are not those of the model.</exception>
    public static Model Load(Hdf5Group file, long fileLength, CustomObjects? customObjects, bool compile)
    {
        string text = file.Text("model_config") ?? throw new ModelFileException(
            "it has weights and no model (no attribute 'model_config'). Make the model and give it these weights by LoadWeights");
        JsonObject model = LegacyConfiguration.OfModel(LayerDescription.Parse(text));
        if (compile && file.Text("training_config") is { } training)
            model[KerasConfiguration.CompileKey] = LegacyConfiguration.OfTraining(LayerDescription.Parse(training));
        Model loaded = Model.FromJson(model.ToJsonString(), customObjects, fileLength);
        KerasReader.SetWeights(Match(loaded, file));
        return loaded;
    }

    /// <summary>Returns the tensor of each parameter: of the layers by their names or, if these differ, by their order.</summary>
    /// <exception cref="ModelFileException">The layers of the file are others than those of the model.</exception>
    public static IReadOnlyList<(Parameter Parameter, Hdf5Tensor Tensor)> Match(Model model, Hdf5Group file)
    {
        Hdf5Group root = file.Find(Weights) ?? file;
        IReadOnlyList<LayerDescription> layers = LayerDescription.Of(model);
        Dictionary<string, LayerParameters> parameters = LayerParameters.Of(model, layers);
        (string Name, Parameter[] Parameters)[] expected =
            [.. layers.Select(layer => (layer.Name, InOrder(layer, parameters))).Where(layer => layer.Item2.Length > 0)];
        (string Name, Hdf5Tensor[] Tensors)[] actual =
            [.. (Names(root, LayerNames) ?? []).Select(name => (name, TensorsOf(root, name))).Where(layer => layer.Item2.Length > 0)];
        if (expected.Length != actual.Length)
            throw new ModelFileException($"it has weights of {actual.Length} layers, and the model has {expected.Length} with parameters");
        bool byName = expected.Select(layer => layer.Name).Order(StringComparer.Ordinal)
            .SequenceEqual(actual.Select(layer => layer.Name).Order(StringComparer.Ordinal));
        (Parameter, Hdf5Tensor)[] matches = [.. expected.SelectMany((layer, i) =>
            Match(layer.Name, layer.Parameters, byName ? actual.First(other => other.Name == layer.Name).Tensors : actual[i].Tensors))];
        WeightsReader.RequireAll(model, matches);
        return matches;
    }

    private static IEnumerable<(Parameter Parameter, Hdf5Tensor Tensor)> Match(string layer, Parameter[] parameters, Hdf5Tensor[] tensors)
    {
        if (tensors.Length < parameters.Length || tensors.Skip(parameters.Length).Any(tensor => tensor.Count > 1))
            throw new ModelFileException($"the layer '{layer}' has {parameters.Length} parameters "
                + $"({string.Join(", ", parameters.Select(parameter => parameter.ShortName))}), and the file {tensors.Length} "
                + $"({string.Join(", ", tensors.Select(tensor => $"/{tensor.Path}"))})");
        for (int i = 0; i < parameters.Length; i++)
        {
            if (!tensors[i].HasShape(parameters[i].Shape))
                throw new ModelFileException($"the parameter '{parameters[i].ShortName}' of the layer '{layer}' has the shape "
                    + $"{parameters[i].Shape}, and '/{tensors[i].Path}' {tensors[i].ShapeText}");
        }

        return parameters.Zip(tensors);
    }

    /// <summary>Returns the parameters of a layer or of a nested model, the trainable ones first.</summary>
    private static Parameter[] InOrder(LayerDescription layer, Dictionary<string, LayerParameters> parameters) =>
        [.. All(layer, parameters).OrderBy(parameter => !parameter.IsTrainable)];

    private static IEnumerable<Parameter> All(LayerDescription layer, Dictionary<string, LayerParameters> parameters) =>
        layer.Layers is null ? parameters[layer.Path].All : layer.Layers.SelectMany(inner => All(inner, parameters));

    private static Hdf5Tensor[] TensorsOf(Hdf5Group root, string layer)
    {
        Hdf5Group group = root.Find(layer) ?? throw new ModelFileException($"it has no group of the layer '{layer}', which it lists");
        return [.. (Names(group, WeightNames) ?? []).Select(name => group.FindTensor(name)
            ?? throw new ModelFileException($"it has no weights '{name}' of the layer '{layer}', which it lists"))];
    }

    /// <summary>
    /// Returns the names in an attribute, or in several ones with a number behind their names if one would be too long; null if there are
    /// none.
    /// </summary>
    private static string[]? Names(Hdf5Group group, string attribute)
    {
        if (group.Texts(attribute) is { } whole)
            return whole;
        List<string>? names = null;
        for (int i = 0; group.Texts($"{attribute}{i}") is { } part; i++)
            (names ??= []).AddRange(part);
        return names?.ToArray();
    }
}
