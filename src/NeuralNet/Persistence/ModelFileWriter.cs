using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// Writes a model as one safetensors file: the parameters by their names, the state of the optimizer, and all other content as texts in the
/// metadata, so that other tools can read the weights and this library the model.
/// </summary>
internal static class ModelFileWriter
{
    public const string CompileKey = "compile_config";

    /// <exception cref="NotSupportedException">A custom class does not write its settings.</exception>
    public static void Write(Stream stream, SavedModel model)
    {
        model.Graph.RequireDistinctNames();
        UnsavedSettings.Refuse(model.Graph, model.Settings);
        var metadata = new FileMetadata(FileMetadata.ModelFormat);
        metadata.Set(FileMetadata.ModelKey, Architecture(model));
        metadata.Set(FileMetadata.SeedKey, model.Seed);
        SetNames(metadata, FileMetadata.LabelsKey, model.Labels);
        SetNames(metadata, FileMetadata.FeatureNamesKey, model.FeatureNames);
        if (model.Encoders.Count > 0)
            metadata.Set(FileMetadata.EncodersKey, new JsonArray([.. model.Encoders.Select(Configuration.Describe)]));
        List<KeyValuePair<string, Tensor>> tensors = Weights(model.Graph);
        if (model.OptimizerState is { } state)
        {
            metadata.Set(FileMetadata.StateKey, TrainingStateFile.Write(state));
            tensors.AddRange(TrainingStateFile.Slots(state, model.Settings!.Optimizer, model.Graph));
        }

        metadata.Write(stream, tensors);
    }

    /// <summary>Writes the parameters only.</summary>
    public static void WriteWeights(Stream stream, LayerGraph graph)
    {
        graph.RequireDistinctNames();
        new FileMetadata(FileMetadata.WeightsFormat).Write(stream, Weights(graph));
    }

    /// <summary>Describes the layers and the settings of Compile.</summary>
    public static JsonObject Architecture(SavedModel model)
    {
        JsonObject json = GraphConfigurationWriter.Write(model.Graph, model.Name, model.IsSequential);
        if (model.Settings is { } settings)
            json[CompileKey] = CompileConfiguration.Write(settings, model.Graph);
        return json;
    }

    private static List<KeyValuePair<string, Tensor>> Weights(LayerGraph graph) =>
        [.. graph.Parameters.Select(parameter => new KeyValuePair<string, Tensor>(graph.PathOf(parameter), parameter.Value))];

    private static void SetNames(FileMetadata metadata, string key, IReadOnlyList<string>? names)
    {
        if (names is not null)
            metadata.Set(key, new JsonArray([.. names.Select(name => JsonValue.Create(name))]));
    }
}
