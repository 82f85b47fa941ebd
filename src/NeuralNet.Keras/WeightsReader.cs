namespace NeuralNet.Keras;

/// <summary>
/// Finds the tensors of a model's parameters in a file of weights of Keras 3 (Keras: saving/saving_lib.py, <c>_load_state</c>).
/// </summary>
internal sealed class WeightsReader
{
    private readonly Dictionary<string, LayerParameters> parameters;
    private readonly List<(Parameter Parameter, Hdf5Tensor Tensor)> matches = [];

    private WeightsReader(Dictionary<string, LayerParameters> parameters) => this.parameters = parameters;

    /// <summary>Returns the tensor of each parameter, of the same shape.</summary>
    /// <exception cref="ModelFileException">The layers of the file are others than those of the model.</exception>
    public static IReadOnlyList<(Parameter Parameter, Hdf5Tensor Tensor)> Match(Model model, Hdf5Group file)
    {
        IReadOnlyList<LayerDescription> layers = LayerDescription.Of(model);
        var reader = new WeightsReader(LayerParameters.Of(model, layers));
        reader.MatchModel(layers, file, hasTexts: model.Encoders.Count > 0);
        RequireAll(model, reader.matches);
        return reader.matches;
    }

    /// <exception cref="ModelFileException">A parameter of the model has no tensor.</exception>
    public static void RequireAll(Model model, IEnumerable<(Parameter Parameter, Hdf5Tensor Tensor)> matches)
    {
        if (model.Parameters.Except(matches.Select(match => match.Parameter)).FirstOrDefault() is { } missing)
            throw new ModelFileException($"it has no weights for the parameter '{model.PathOf(missing)}'");
    }

    /// <param name="layers">The layers.</param>
    /// <param name="group">The group of the model in the file.</param>
    /// <param name="hasTexts">Whether the groups of layers that are encoders of the model, which have read them, are left out.</param>
    private void MatchModel(IReadOnlyList<LayerDescription> layers, Hdf5Group group, bool hasTexts)
    {
        Hdf5Group? groups = group.Find("layers");
        var expected = new HashSet<string>(StringComparer.Ordinal);
        foreach ((LayerDescription layer, string name) in LayerGroups.Of(layers))
        {
            expected.Add(name);
            Hdf5Group? own = groups?.Find(name);
            Match(layer, own, PathOf(group, $"layers/{name}"));
        }

        if (groups?.Groups.Values.FirstOrDefault(other => !IsExpected(Last(other.Path)) && other.AllTensors.Any()) is { } unknown)
            throw new ModelFileException($"it has weights of the layer '/{unknown.Path}', which the model does not have");

        bool IsExpected(string name) => expected.Contains(name) || (hasTexts && TextInputs.IsGroup(name));
    }

    private void Match(LayerDescription layer, Hdf5Group? group, string path)
    {
        if (layer.Layers is not null && group is not null)
            MatchModel(layer.Layers, group, hasTexts: false);
        if (layer.Layers is not null)
            return;
        MatchLayer($"layer '{layer.Path}' ({layer.ClassName})", parameters[layer.Path].Without(layer.Parts), group, path);
        foreach (LayerPart part in layer.Parts)
            Match(part.Layer, group?.Find(part.Group), $"{path}/{part.Group}");
    }

    private void MatchLayer(string layer, LayerParameters expected, Hdf5Group? group, string path)
    {
        IReadOnlyList<Hdf5Tensor> variables = VariablesOf(group);
        if (expected.Own.Count > variables.Count)
            throw new ModelFileException($"the {layer} has {Counted(expected.Own.Count)} of its own, and the file {variables.Count} of "
                + $"them in '/{path}/{LayerGroups.Variables}'");
        for (int i = 0; i < expected.Own.Count; i++)
            Add(layer, expected.Own[i], variables[i]);
        if (variables.Skip(expected.Own.Count).FirstOrDefault(variable => variable.Count > 1) is { } surplus)
            throw new ModelFileException($"the {layer} has {Counted(expected.Own.Count)} of its own, and the file also '/{surplus.Path}' "
                + $"of shape {surplus.ShapeText}");
        foreach ((string name, LayerParameters part) in expected.Parts)
        {
            Hdf5Group own = group?.Groups.Values.FirstOrDefault(child => NameOf(child) == name)
                ?? group?.Find(name)
                ?? throw new ModelFileException($"the {layer} has the part '{name}', and the file no group of this name in '/{path}'");
            MatchLayer($"part '{name}' of the {layer}", part, own, own.Path);
        }
    }

    private void Add(string layer, Parameter parameter, Hdf5Tensor tensor) => matches.Add(tensor.HasShape(parameter.Shape)
        ? (parameter, tensor)
        : throw new ModelFileException($"the parameter '{parameter.ShortName}' of the {layer} has the shape {parameter.Shape}, and "
            + $"'/{tensor.Path}' {tensor.ShapeText}"));

    /// <summary>Returns the variables of a group, which are numbered from 0.</summary>
    public static IReadOnlyList<Hdf5Tensor> VariablesOf(Hdf5Group? group)
    {
        var variables = new List<Hdf5Tensor>();
        while (group?.Find(LayerGroups.Variables)?.Tensors.GetValueOrDefault($"{variables.Count}") is { } variable)
            variables.Add(variable);
        return variables;
    }

    /// <summary>
    /// Returns the name of the layer of a group, as Keras recorded it; the group itself has the name of an attribute in Python.
    /// </summary>
    private static string? NameOf(Hdf5Group layer) => layer.Find(LayerGroups.Variables)?.Text(LayerGroups.NameAttribute);

    private static string PathOf(Hdf5Group group, string path) => group.Path.Length == 0 ? path : $"{group.Path}/{path}";

    private static string Last(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string Counted(int count) => count == 1 ? "1 parameter" : $"{count} parameters";
}
