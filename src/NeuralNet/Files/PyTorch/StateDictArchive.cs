using System.IO.Compression;
using System.Text;

namespace NeuralNet;

/// <summary>
/// The zip archive that <c>torch.save</c> writes since version 1.6: a folder with the pickle <c>data.pkl</c>, the storages in <c>data/</c>
/// and, in newer versions, the order of bytes in <c>byteorder</c> (PyTorch: caffe2/serialize/inline_container.h). Checksums are not
/// validated, because PyTorch does not either and can be told to write none.
/// </summary>
internal sealed class StateDictArchive
{
    private const string PickleName = "data.pkl", ByteOrderName = "byteorder", ScriptName = "constants.pkl";
    private const string KerasName = "model.weights.h5", KerasAdvice = ". KerasModel.LoadWeights of NeuralNet.Keras reads .keras files";

    /// <summary>The maximum length of a pickle, some 600,000 tensors, which bounds the memory for the objects that it builds.</summary>
    private const int MaxPickleLength = 1 << 26;

    /// <summary>
    /// The maximum factor by which all compressed entries together are longer than the archive. PyTorch does not compress; other programs
    /// may have compressed the file.
    /// </summary>
    private const int MaxExpansion = 20;

    private const int ShownNames = 5, MaxOrderLength = 10;

    private readonly ByteSource source;
    private readonly IReadOnlyDictionary<string, ZipEntry> entries;
    private readonly string folder;
    private long expandable;

    /// <exception cref="ModelFileException">The archive is not one of PyTorch.</exception>
    public StateDictArchive(ByteSource source)
    {
        this.source = source;
        expandable = source.Length * MaxExpansion;
        entries = ZipDirectory.Read(source);
        folder = FindFolder();
        IsBigEndian = ReadIsBigEndian();
    }

    /// <summary>Gets a value indicating whether the numbers in the storages begin with their most significant byte.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Returns whether a file is a zip archive.</summary>
    public static bool IsArchive(ByteSource source) =>
        source.Length >= 4 && source.Slice(0, 4) is [(byte)'P', (byte)'K', 3, 4] or [(byte)'P', (byte)'K', 5, 6];

    /// <summary>Returns the bytes of the pickle.</summary>
    public ReadOnlySpan<byte> Pickle()
    {
        ByteRange content = ContentOf(PickleName);
        return content.Length <= MaxPickleLength
            ? content.Slice(0, (int)content.Length)
            : throw new ModelFileException($"its pickle has {content.Length} bytes, more than the {MaxPickleLength} that are read");
    }

    /// <summary>Returns the bytes of a storage.</summary>
    /// <exception cref="ModelFileException">The archive does not have the storage with its number of elements.</exception>
    public ByteRange ContentOf(StateDictStorage storage)
    {
        string name = $"data/{storage.Key}";
        ByteRange content = ContentOf(name);
        int size = SafetensorsDataTypes.SizeOf(storage.DataType);
        return content.Length % size == 0 && content.Length / size == storage.Count
            ? content
            : throw new ModelFileException($"its entry '{folder}{name}' has {Counted.Of(content.Length, "byte")}, and its pickle gives it "
                + $"{Counted.Of(storage.Count, "element")} of {Counted.Of(size, "byte")}");
    }

    private string FindFolder()
    {
        string[] pickles = [.. entries.Keys.Where(name => name == PickleName || name.EndsWith("/" + PickleName, StringComparison.Ordinal))];
        if (pickles.Length != 1)
            throw new ModelFileException($"it is a zip archive with {(pickles.Length == 0 ? "no" : "more than one")} '{PickleName}', so "
                + $"torch.save did not write it; it has {Names()}{(entries.ContainsKey(KerasName) ? KerasAdvice : "")}");
        string found = pickles[0][..^PickleName.Length];
        if (entries.ContainsKey(found + ScriptName))
            throw new ModelFileException("it is a program of TorchScript, torch.jit.save, which is not executed. Save the weights only: "
                + "torch.save(model.state_dict(), path)");
        return found;
    }

    private string Names()
    {
        if (entries.Count == 0)
            return "no entries";
        string names = string.Join(", ", entries.Keys.Take(ShownNames).Select(name => $"'{name}'"));
        return entries.Count > ShownNames ? $"{names} and {entries.Count - ShownNames} more" : names;
    }

    private bool ReadIsBigEndian()
    {
        if (!entries.ContainsKey(folder + ByteOrderName))
            return false;
        ByteRange content = ContentOf(ByteOrderName);
        ReadOnlySpan<byte> order = content.Slice(0, (int)Math.Min(content.Length, MaxOrderLength));
        if (order.SequenceEqual("little"u8))
            return false;
        if (order.SequenceEqual("big"u8))
            return true;
        throw new ModelFileException($"the order of its bytes is '{Encoding.UTF8.GetString(order)}'; known are 'little' and 'big'");
    }

    /// <summary>Returns the bytes of an entry; one that is compressed is expanded into memory within the bounds for all of them.</summary>
    private ByteRange ContentOf(string name)
    {
        if (!entries.TryGetValue(folder + name, out ZipEntry? entry))
            throw new ModelFileException($"it has no entry '{folder}{name}'; it is truncated or damaged");
        if (!entry.IsCompressed)
            return new ByteRange(source, entry.Offset, entry.Length);
        if (entry.Length > expandable || entry.Length > Array.MaxLength)
            throw new ModelFileException($"its compressed entries up to '{entry.Name}' have more than {MaxExpansion} times the bytes of "
                + "the file, or more than 2 GB");
        expandable -= entry.Length;
        return new ByteRange(ByteSource.Of(Expanded(entry), source.Description), 0, entry.Length);
    }

    private byte[] Expanded(ZipEntry entry)
    {
        using Stream file = source.OpenStream();
        file.Position = entry.Offset;
        using var content = new DeflateStream(file, CompressionMode.Decompress);
        var bytes = new byte[entry.Length];
        content.ReadExactly(bytes);
        return content.ReadByte() < 0
            ? bytes
            : throw new ModelFileException($"its entry '{entry.Name}' is longer than the {entry.Length} bytes that the archive states");
    }
}
