using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>Converts models without their weights to JSON in Keras's configuration schema, and back.</summary>
internal static class ModelJson
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <exception cref="NotSupportedException">A custom class does not write its settings.</exception>
    public static string Write(SavedModel model)
    {
        model.Graph.RequireDistinctNames();
        UnsavedSettings.Refuse(model.Graph, model.Settings);
        return ModelFileWriter.Architecture(model).ToJsonString(Readable);
    }

    /// <summary>Reads a model whose parameters have no values yet.</summary>
    /// <exception cref="ModelFileException">The text does not describe a model of known layers and of at most this size.</exception>
    public static SavedModel Read(string json, CustomFactories? custom, long maxParameterCount) =>
        ModelFileReader.Guarded("The JSON of the model", () =>
        {
            JsonObject model = Parse(json);
            (LayerGraph graph, string? name, bool isSequential) = GraphConfigurationReader.Read(model, custom);
            CompileSettings? settings = CompileConfiguration.Read(model[ModelFileWriter.CompileKey], graph, custom);
            long count = graph.Parameters.Sum(parameter => (long)parameter.Shape.Size);
            if (count > maxParameterCount)
                throw new ModelFileException($"the parameters have {count} values, and at most {maxParameterCount} are allowed");
            return new SavedModel
            {
                Graph = graph,
                Name = name ?? throw new ModelFileException("the model has no name"),
                IsSequential = isSequential,
                Seed = System.Random.Shared.Next(),
                Settings = settings,
                OptimizerState = settings is null ? null : new OptimizerState(settings.Optimizer, graph.PathOf),
                Encoders = EncoderList.Read(EncoderDescriptions(model), graph, custom),
            };
        });

    private static JsonArray? EncoderDescriptions(JsonObject model) => model[FileMetadata.EncodersKey] switch
    {
        null => null,
        JsonArray descriptions => descriptions,
        var other => throw Configuration.Wrong(FileMetadata.EncodersKey, "a list of objects", other),
    };

    private static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: Strict) as JsonObject
                ?? throw new ModelFileException("it should be a JSON object");
        }
        catch (JsonException exception)
        {
            throw new ModelFileException($"it is not valid JSON: {exception.Message}", exception);
        }
    }
}
