using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Reads a model file. It may be damaged or made to harm: the graph is built without taking memory for parameters, these are
/// compared with the tensors that the file really holds, and only then is anything copied.
/// </summary>
internal sealed class ModelFileReader
{
    private static readonly JsonDocumentOptions StrictJson = new() { AllowDuplicateProperties = false };

    private readonly Safetensors file;
    private readonly CustomFactories? custom;

    private ModelFileReader(Safetensors file, CustomFactories? custom)
    {
        this.file = file;
        this.custom = custom;
    }

    /// <exception cref="ModelFileException">The file is not a model that this version of the library can read.</exception>
    public static SavedModel Read(Safetensors file, CustomFactories? custom = null)
    {
        try
        {
            return new ModelFileReader(file, custom).Read();
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            throw new ModelFileException($"{file.Description} cannot be read as a model: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private SavedModel Read()
    {
        CheckVersion();
        (LayerGraph graph, string? name, bool isSequential) = GraphConfigurationReader.Read(ReadJson(ModelFileFormat.ModelKey), custom);
        CheckTensors(graph);
        foreach (Parameter parameter in graph.Parameters)
            parameter.SetValue(file.Read(parameter.Name));
        return new SavedModel
        {
            Graph = graph,
            Name = name ?? throw new ModelFileException("the model has no name"),
            IsSequential = isSequential,
            Seed = (int)ReadNumber(ModelFileFormat.SeedKey, int.MinValue, int.MaxValue),
        };
    }

    private void CheckVersion()
    {
        if (file.Metadata.GetValueOrDefault(ModelFileFormat.FormatKey) != ModelFileFormat.Name)
            throw new ModelFileException($"its metadata have no '{ModelFileFormat.FormatKey}' of '{ModelFileFormat.Name}', so it holds tensors but no model. Make the model and give it these weights with LoadWeights");
        long version = ReadNumber(ModelFileFormat.VersionKey, 1, int.MaxValue);
        if (version > ModelFileFormat.Version)
            throw new ModelFileException($"it was written by a newer version of the library, in version {version} of the format; this one reads up to version {ModelFileFormat.Version}. Update the library");
    }

    /// <summary>The file must hold the graph's parameters and nothing else. No memory has been taken for them yet.</summary>
    private void CheckTensors(LayerGraph graph)
    {
        foreach (Parameter parameter in graph.Parameters)
        {
            if (!file.Entries.TryGetValue(parameter.Name, out SafetensorsEntry? entry))
                throw new ModelFileException($"it has no tensor for the parameter '{parameter.Name}' of shape {parameter.Shape}");
            if (!entry.HasShape(parameter.Shape))
                throw new ModelFileException($"the parameter '{parameter.Name}' has the shape {parameter.Shape} and the tensor of this name {entry.ShapeText}");
        }
    }

    private JsonObject ReadJson(string key)
    {
        try
        {
            return JsonNode.Parse(Text(key), documentOptions: StrictJson) as JsonObject
                ?? throw new ModelFileException($"'{key}' in its metadata is not a JSON object");
        }
        catch (JsonException exception)
        {
            throw new ModelFileException($"'{key}' in its metadata is not valid JSON: {exception.Message}", exception);
        }
    }

    private long ReadNumber(string key, long least, long greatest) =>
        long.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= greatest
            ? number
            : throw new ModelFileException($"'{key}' in its metadata should be a whole number from {least} to {greatest}; it is '{Text(key)}'");

    private string Text(string key) => file.Metadata.GetValueOrDefault(key)
        ?? throw new ModelFileException($"its metadata have no '{key}'");
}
