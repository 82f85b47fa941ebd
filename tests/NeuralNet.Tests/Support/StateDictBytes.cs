using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Files of PyTorch: those of the folder Reference/pytorch, changed copies of them, and archives around any pickle.</summary>
internal static class StateDictBytes
{
    /// <summary>The tensors of the files, and the predictions of some, as PyTorch stated them.</summary>
    public static JsonObject Expected { get; } = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "pytorch", "state_dicts.json")))!.AsObject();

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Reference", "pytorch", $"{name}.pt");

    public static byte[] Reference(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>Returns an archive with other content of its entries; an entry without content is left out.</summary>
    public static byte[] Changed(
        byte[] file, Func<string, byte[], byte[]?> change, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var original = new ZipArchive(new MemoryStream(file));
        var entries = new List<(string Name, byte[] Content)>();
        foreach (ZipArchiveEntry entry in original.Entries)
        {
            using Stream stream = entry.Open();
            var content = new byte[entry.Length];
            stream.ReadExactly(content);
            if (change(entry.FullName, content) is { } changed)
                entries.Add((entry.FullName, changed));
        }

        return Archive(entries, level);
    }

    public static byte[] Archive(
        IEnumerable<(string Name, byte[] Content)> entries, CompressionLevel level = CompressionLevel.NoCompression)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Returns the archive of a pickle of protocol 2, with a storage <c>0</c> of 6 numbers of float32.</summary>
    public static byte[] Of(params byte[][] operations) => Archive(
    [
        ("net/data.pkl", [0x80, 2, .. operations.SelectMany(bytes => bytes), (byte)'.']),
        ("net/data/0", [.. Enumerable.Range(0, 6).SelectMany(i => BitConverter.GetBytes((float)i))]),
    ]);

    /// <summary>Returns a dict with one item.</summary>
    public static byte[] Dict(byte[] key, byte[] value) => [(byte)'}', .. key, .. value, (byte)'s'];

    public static byte[] Global(string module, string name) => Ascii($"c{module}\n{name}\n");

    public static byte[] Text(string text) => [(byte)'X', .. Length(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Integer(long value) => [0x8A, sizeof(long), .. BitConverter.GetBytes(value)];

    public static byte[] Tuple(params byte[][] items) => [(byte)'(', .. items.SelectMany(bytes => bytes), (byte)'t'];

    public static byte[] Storage(string key = "0", long count = 6, string type = "FloatStorage") =>
        [.. Tuple(Text("storage"), Global("torch", type), Text(key), Text("cpu"), Integer(count)), (byte)'Q'];

    /// <summary>Returns a call of _rebuild_tensor_v2.</summary>
    public static byte[] Tensor(byte[] storage, long offset, long[] sizes, long[] strides) =>
    [
        .. Global("torch._utils", "_rebuild_tensor_v2"),
        .. Tuple(storage, Integer(offset), Tuple([.. sizes.Select(Integer)]), Tuple([.. strides.Select(Integer)]), [0x89], [(byte)'N']),
        (byte)'R',
    ];

    public static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        return bytes;
    }
}
