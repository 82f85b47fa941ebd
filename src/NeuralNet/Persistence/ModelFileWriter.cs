using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>Writes a model as one safetensors file: the parameters by their names, everything else as texts in the metadata.</summary>
internal static class ModelFileWriter
{
    private static readonly JsonSerializerOptions ReadableJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, SavedModel model)
    {
        var tensors = new List<KeyValuePair<string, Tensor>>();
        foreach (Parameter parameter in model.Graph.Parameters)
            tensors.Add(new(parameter.Name, parameter.Value));
        SafetensorsWriter.Write(stream, tensors, Metadata(model), SafetensorsDataType.F32);
    }

    private static Dictionary<string, string> Metadata(SavedModel model) => new()
    {
        [ModelFileFormat.FormatKey] = ModelFileFormat.Name,
        [ModelFileFormat.VersionKey] = ModelFileFormat.Version.ToString(CultureInfo.InvariantCulture),
        [ModelFileFormat.SeedKey] = model.Seed.ToString(CultureInfo.InvariantCulture),
        [ModelFileFormat.ModelKey] = Architecture(model).ToJsonString(ReadableJson),
    };

    private static JsonObject Architecture(SavedModel model) => model.IsSequential
        ? GraphConfigurationWriter.WriteSequential(model.Graph, model.Name)
        : GraphConfigurationWriter.WriteFunctional(model.Graph, model.Name);
}
