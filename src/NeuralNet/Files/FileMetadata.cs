using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet;

/// <summary>
/// The metadata of a safetensors file of this library: the kind of the file, the version of the format and a checksum, beside further
/// texts, some of them JSON.
/// </summary>
internal sealed class FileMetadata
{
    public const string ModelFormat = "NeuralNet model";
    public const string WeightsFormat = "NeuralNet weights";
    public const string BackupFormat = "NeuralNet training backup";

    /// <summary>The version of the format of models and weights, incremented when an older reader would misread a newer file.</summary>
    public const int Version = 1;

    /// <summary>
    /// The version of the format of backups, incremented also when a resumed training would differ. Since version 2,
    /// random numbers are drawn by the paths of layers and the rows of the batch.
    /// </summary>
    public const int BackupVersion = 2;

    public const string FormatKey = "format";
    public const string VersionKey = "format_version";
    public const string ModelKey = "model_config";
    public const string SeedKey = "seed";
    public const string StateKey = "training_state";
    public const string LabelsKey = "labels";
    public const string FeatureNamesKey = "feature_names";
    public const string EncodersKey = "encoders";
    public const string FingerprintKey = "fingerprint";
    public const string RunKey = "run";

    private static readonly HashSet<string> KnownKeys = new(StringComparer.Ordinal)
    {
        FormatKey, VersionKey, ModelKey, SeedKey, StateKey, LabelsKey,
        FeatureNamesKey, EncodersKey, FingerprintKey, RunKey,
    };

    private static readonly JsonSerializerOptions ReadableJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonDocumentOptions StrictJson = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, string> texts;

    /// <summary>Creates the metadata of a file to be written.</summary>
    public FileMetadata(string format) => texts = new(StringComparer.Ordinal)
    {
        [FormatKey] = format,
        [VersionKey] = VersionOf(format).ToString(CultureInfo.InvariantCulture),
    };

    private FileMetadata(IReadOnlyDictionary<string, string> texts) => this.texts = new(texts, StringComparer.Ordinal);

    public bool Contains(string key) => texts.ContainsKey(key);

    public void Set(string key, long value) => texts[key] = value.ToString(CultureInfo.InvariantCulture);

    public void Set(string key, JsonNode value) => texts[key] = value.ToJsonString(ReadableJson);

    /// <summary>Writes tensors with these metadata and their checksum.</summary>
    public void Write(Stream stream, IReadOnlyCollection<KeyValuePair<string, Tensor>> tensors)
    {
        texts[Checksum.Key] = Checksum.Of(texts, tensors);
        SafetensorsWriter.Write(stream, tensors, texts, SafetensorsDataType.F32);
    }

    /// <summary>Returns whether this library wrote a file, in which case it is checked to be whole.</summary>
    /// <returns>The metadata, or null if the file is of others.</returns>
    /// <exception cref="ModelFileException">The file is damaged or of a newer version; or it is a backup of an older one.</exception>
    public static FileMetadata? Read(Safetensors file)
    {
        var metadata = new FileMetadata(file.Metadata);
        if (!metadata.IsOf(ModelFormat) && !metadata.IsOf(WeightsFormat) && !metadata.IsOf(BackupFormat))
            return null;
        long version = metadata.GetInt64(VersionKey, 1, int.MaxValue);
        int known = VersionOf(metadata.GetText(FormatKey));
        if (version > known)
            throw new ModelFileException($"it was written by a newer version of the library, in version {version} of the format; this "
                + $"one reads up to version {known}. Update the library");
        if (version < known)
            throw new ModelFileException($"it is a backup in version {version} of the format, written by an older version of the "
                + $"library; this one, of version {known}, draws other random numbers, so the training would not go on as it began");
        metadata.CheckContent(file);
        return metadata;
    }

    private static int VersionOf(string format) => format == BackupFormat ? BackupVersion : Version;

    public bool IsOf(string format) => texts.GetValueOrDefault(FormatKey) == format;

    public string GetText(string key) => texts.GetValueOrDefault(key)
        ?? throw new ModelFileException($"its metadata have no '{key}'");

    public long GetInt64(string key, long minimum, long maximum) =>
        long.TryParse(GetText(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= minimum && number <= maximum
            ? number
            : throw new ModelFileException($"'{key}' in its metadata should be a whole number from {minimum} to {maximum}; it is "
                + $"'{GetText(key)}'");

    /// <summary>Parses an entry as JSON, without duplicate keys and with at most 64 levels.</summary>
    public T GetJson<T>(string key)
        where T : JsonNode
    {
        try
        {
            return JsonNode.Parse(GetText(key), documentOptions: StrictJson) as T
                ?? throw new ModelFileException($"'{key}' in its metadata should be a JSON "
                    + $"{(typeof(T) == typeof(JsonArray) ? "list" : "object")}");
        }
        catch (JsonException exception)
        {
            throw new ModelFileException($"'{key}' in its metadata is not valid JSON: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Validates the checksum. A flipped bit cannot be distinguished from an edited weight, so programs that edit a file remove the
    /// checksum. A file without a checksum must have no unknown entries: a damaged key is not a missing checksum.
    /// </summary>
    private void CheckContent(Safetensors file)
    {
        if (!texts.TryGetValue(Checksum.Key, out string? expected))
        {
            string? unknown = texts.Keys.FirstOrDefault(key => !KnownKeys.Contains(key));
            if (unknown is not null)
                throw new ModelFileException($"its metadata have no '{Checksum.Key}' and the unknown key '{unknown}'");
            return;
        }

        string actual = Checksum.Of(file);
        if (expected != actual)
            throw new ModelFileException($"its content was changed after it was written: the checksum is {actual}, not {expected}. The "
                + $"file is damaged, unless a program changed it on purpose, such as its weights; then take '{Checksum.Key}' out of its "
                + "metadata, and it is read as it is");
    }
}
