using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Reads a model file. The file may be damaged or malicious: the graph is built without memory for parameters, these are compared with the
/// tensors that the file contains, and only then are values copied.
/// </summary>
internal sealed class ModelFileReader
{
    private readonly Safetensors file;
    private readonly FileMetadata metadata;
    private readonly CustomFactories? custom;

    private ModelFileReader(Safetensors file, CustomFactories? custom)
    {
        this.file = file;
        this.custom = custom;
        metadata = FileMetadata.Read(file) is { } own && own.IsOf(FileMetadata.ModelFormat)
            ? own
            : throw new ModelFileException($"its metadata have no '{FileMetadata.FormatKey}' of '{FileMetadata.ModelFormat}', so it "
                + "holds tensors but no model. Make the model and give it these weights with LoadWeights");
    }

    /// <exception cref="ModelFileException">The file is not a model that this version of the library can read.</exception>
    public static SavedModel Read(Safetensors file, CustomFactories? custom = null) =>
        Guarded(file, () => new ModelFileReader(file, custom).Read());

    /// <summary>Converts exceptions about the content of a file to a <see cref="ModelFileException"/> with the name of the file.</summary>
    public static T Guarded<T>(Safetensors file, Func<T> read) => Guarded(file.Description, read);

    /// <summary>Converts exceptions about described content to a <see cref="ModelFileException"/> with the description.</summary>
    public static T Guarded<T>(string description, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (
            exception is FormatException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new ModelFileException($"{description} cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private SavedModel Read()
    {
        JsonObject model = metadata.GetJson<JsonObject>(FileMetadata.ModelKey);
        (LayerGraph graph, string? name, bool isSequential) = GraphConfigurationReader.Read(model, custom);
        CompileSettings? settings = CompileConfiguration.Read(model[ModelFileWriter.CompileKey], graph, custom);
        CheckTensors(graph, settings);
        foreach (Parameter parameter in graph.Parameters)
            parameter.TakeOver(file.Read(graph.PathOf(parameter)));
        return new SavedModel
        {
            Graph = graph,
            Name = name ?? throw new ModelFileException("the model has no name"),
            IsSequential = isSequential,
            Seed = (int)metadata.GetInt64(FileMetadata.SeedKey, int.MinValue, int.MaxValue),
            Settings = settings,
            OptimizerState = settings is null
                ? null
                : TrainingStateFile.Read(metadata.GetJson<JsonObject>(FileMetadata.StateKey), settings.Optimizer, graph, file),
            Labels = PlaceNames.OfClasses(graph, ReadNames(FileMetadata.LabelsKey), FileMetadata.LabelsKey),
            FeatureNames = PlaceNames.OfFeatures(graph, ReadNames(FileMetadata.FeatureNamesKey), FileMetadata.FeatureNamesKey),
            Encoders = EncoderList.Read(EncoderDescriptions(), graph, custom),
        };
    }

    /// <summary>
    /// Validates that the file contains the parameters of the graph and no unknown tensors, before memory is allocated for the parameters.
    /// </summary>
    private void CheckTensors(LayerGraph graph, CompileSettings? settings)
    {
        var unknown = new HashSet<string>(file.Entries.Keys, StringComparer.Ordinal);
        foreach (Parameter parameter in graph.Parameters)
        {
            if (!file.Entries.TryGetValue(graph.PathOf(parameter), out SafetensorsEntry? entry))
                throw new ModelFileException($"it has no tensor for the parameter '{graph.PathOf(parameter)}' of shape {parameter.Shape}");
            if (!entry.HasShape(parameter.Shape))
                throw new ModelFileException($"the parameter '{graph.PathOf(parameter)}' has the shape {parameter.Shape} and the tensor "
                    + $"of this name {entry.ShapeText}");
            unknown.Remove(entry.Name);
        }

        if (settings is not null)
            unknown.ExceptWith(TrainingStateFile.SlotNames(settings.Optimizer, graph));
        if (unknown.Count > 0)
            throw new ModelFileException($"the tensor '{unknown.First()}' belongs to no parameter of the model");
    }

    private JsonArray? EncoderDescriptions() =>
        metadata.Contains(FileMetadata.EncodersKey) ? metadata.GetJson<JsonArray>(FileMetadata.EncodersKey) : null;

    private string[]? ReadNames(string key)
    {
        if (!metadata.Contains(key))
            return null;
        var list = new Configuration(new JsonObject { [key] = metadata.GetJson<JsonArray>(key) });
        return [.. list.Json[key]!.AsArray().Select(item => item is JsonValue value && value.TryGetValue(out string? name)
            ? name
            : throw Configuration.Wrong(key, "a list of texts", item))];
    }
}
