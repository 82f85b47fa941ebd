using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralNet.Keras;

/// <summary>
/// A <c>.keras</c> file: an archive of the architecture, the weights and the version of Keras (Keras: saving/saving_lib.py).
/// </summary>
/// <param name="configuration">The JSON of the architecture.</param>
/// <param name="weights">The HDF5 file of the weights.</param>
/// <param name="assets">The files of layers, such as vocabularies, by their paths.</param>
internal sealed class KerasArchive(string configuration, byte[] weights, IReadOnlyDictionary<string, byte[]> assets)
{
    private const string ConfigurationEntry = "config.json", MetadataEntry = "metadata.json", WeightsEntry = "model.weights.h5";
    private const string AssetsFolder = "assets/";

    /// <summary>The entry of files of PyTorch that describes their tensors.</summary>
    private const string PyTorchEntry = "data.pkl";

    /// <summary>The version of Keras whose format is written.</summary>
    private const string WrittenVersion = "3.16.0";

    /// <summary>
    /// The maximum factor by which the content of an entry is longer than the archive. Keras does not compress; other programs may have
    /// compressed the JSON.
    /// </summary>
    private const int MaxExpansion = 20;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Configuration => configuration;

    /// <summary>The number of bytes of the file of weights, which limits the number of their values.</summary>
    public long WeightsLength => weights.Length;

    /// <summary>The root of the file of weights.</summary>
    public Hdf5Group Weights => field ??= Hdf5Reader.Read(weights);

    /// <summary>Returns whether a file is an archive.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> file) => file.StartsWith("PK"u8);

    /// <exception cref="ModelFileException">An entry is missing or too large for the archive, or the version is unknown.</exception>
    public static KerasArchive Open(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file, writable: false));
        if (archive.Entries.Any(entry => entry.Name == PyTorchEntry) && archive.GetEntry(MetadataEntry) is null)
            throw new ModelFileException("it is a file of PyTorch and not of Keras. If it has weights, make the model and call its method "
                + "LoadWeights");
        CheckVersion(Encoding.UTF8.GetString(ReadEntry(archive, MetadataEntry, file.Length)));
        return new KerasArchive(
            Encoding.UTF8.GetString(ReadEntry(archive, ConfigurationEntry, file.Length)), ReadEntry(archive, WeightsEntry, file.Length),
            ReadAssets(archive, file.Length));
    }

    /// <summary>Returns the file of a layer; null if there is none.</summary>
    public byte[]? FindAsset(string path) => assets.GetValueOrDefault(path);

    public static byte[] Write(JsonObject configuration, byte[] weights)
    {
        var metadata = new JsonObject
        {
            ["keras_version"] = WrittenVersion,
            ["date_saved"] = DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture),
        };
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            WriteEntry(archive, MetadataEntry, JsonSerializedBytes(metadata));
            WriteEntry(archive, ConfigurationEntry, JsonSerializedBytes(configuration));
            WriteEntry(archive, WeightsEntry, weights);
        }

        return stream.ToArray();
    }

    private static void CheckVersion(string metadata)
    {
        if (LayerDescription.Parse(metadata)["keras_version"] is not JsonValue version || !version.TryGetValue(out string? text))
            throw new ModelFileException($"its '{MetadataEntry}' has no 'keras_version'");
        if (!text.StartsWith("3.", StringComparison.Ordinal) && !text.StartsWith("2.", StringComparison.Ordinal))
            throw new ModelFileException($"it was written by Keras {text}; known are the versions 2 and 3");
    }

    private static Dictionary<string, byte[]> ReadAssets(ZipArchive archive, long archiveLength)
    {
        var assets = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (entry.FullName.StartsWith(AssetsFolder, StringComparison.Ordinal) && entry.Name.Length > 0)
                assets[entry.FullName[AssetsFolder.Length..]] = ReadEntry(archive, entry.FullName, archiveLength);
        }

        return assets;
    }

    private static byte[] ReadEntry(ZipArchive archive, string name, long archiveLength)
    {
        ZipArchiveEntry entry = archive.GetEntry(name) ?? throw new ModelFileException($"it has no entry '{name}'");
        if (entry.Length > MaxExpansion * archiveLength)
            throw new ModelFileException($"its entry '{name}' has {entry.Length} bytes, more than {MaxExpansion} times those of the file");
        var content = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(content);
        return stream.ReadByte() < 0
            ? content
            : throw new ModelFileException($"its entry '{name}' is longer than the {entry.Length} bytes that the archive names");
    }

    private static void WriteEntry(ZipArchive archive, string name, byte[] content)
    {
        using Stream stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(content);
    }

    private static byte[] JsonSerializedBytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString(Readable));
}
