namespace NeuralNet;

/// <summary>
/// The model file: safetensors whose metadata hold the architecture in Keras's configuration schema, so that any tool can read
/// the weights and this library the model.
/// </summary>
internal static class ModelFileFormat
{
    public const string Name = "NeuralNet model";

    /// <summary>Grows when a file can hold what an older reader would misunderstand.</summary>
    public const int Version = 1;

    public const string FormatKey = "format";
    public const string VersionKey = "format_version";
    public const string ModelKey = "model_config";
    public const string SeedKey = "seed";
}
