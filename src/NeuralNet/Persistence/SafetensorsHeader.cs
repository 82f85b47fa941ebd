using System.Buffers.Binary;
using System.Text.Json;

namespace NeuralNet;

/// <summary>
/// The header of a safetensors file: 8 bytes with its length N, then N bytes of JSON that name each tensor's type, shape and place
/// (https://github.com/huggingface/safetensors, "Format"). Everything is checked against the file's length before it is believed.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";

    /// <summary>The format's own limit, which keeps a reader from parsing without end.</summary>
    private const ulong GreatestLength = 100_000_000;

    private static readonly JsonDocumentOptions StrictJson = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<string, SafetensorsEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader(JsonElement root, long dataStart, long dataLength)
    {
        DataStart = dataStart;
        if (root.ValueKind != JsonValueKind.Object)
            throw new ModelFileException($"the header is not a JSON object but {Name(root.ValueKind)}");
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.Name == MetadataKey)
                ReadMetadata(property.Value);
            else
                entries.Add(property.Name, ReadEntry(property.Name, property.Value));
        }

        CheckPlaces(dataLength);
    }

    /// <summary>Where in the file the tensors' bytes begin.</summary>
    public long DataStart { get; }

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => entries;

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <exception cref="ModelFileException">The file is not a valid safetensors file.</exception>
    public static SafetensorsHeader Read(ByteSource source)
    {
        if (source.Length < sizeof(ulong))
            throw new ModelFileException($"it has {Counted.Of(source.Length, "byte")}; a safetensors file begins with 8 bytes that give the length of its header");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(source.Slice(0, sizeof(ulong)));
        if (length > GreatestLength)
            throw new ModelFileException($"its first 8 bytes give a header of {length} bytes, more than the {GreatestLength} that the safetensors format allows; it is probably of another format");
        if ((long)length > source.Length - sizeof(ulong))
            throw new ModelFileException($"its first 8 bytes give a header of {length} bytes, but only {source.Length - sizeof(ulong)} follow; it is truncated or of another format");
        long dataStart = sizeof(ulong) + (long)length;
        ReadOnlySpan<byte> json = source.Slice(sizeof(ulong), (int)length);
        if (json.IsEmpty || json[0] != '{')
            throw new ModelFileException("its header does not begin with '{', so it is not a safetensors file");
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.ToArray(), StrictJson);
            return new SafetensorsHeader(document.RootElement, dataStart, source.Length - dataStart);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not valid UTF-8 or escapes half a surrogate pair.
            throw new ModelFileException($"its header is not valid JSON: {exception.Message}", exception);
        }
    }

    private void ReadMetadata(JsonElement element)
    {
        RequireKind(element, JsonValueKind.Object, $"'{MetadataKey}'");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            RequireKind(property.Value, JsonValueKind.String, $"'{MetadataKey}.{property.Name}'");
            metadata.Add(property.Name, property.Value.GetString()!);
        }
    }

    private static SafetensorsEntry ReadEntry(string name, JsonElement element)
    {
        RequireKind(element, JsonValueKind.Object, $"the entry of the tensor '{name}'");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name is not ("dtype" or "shape" or "data_offsets"))
                throw new ModelFileException($"the entry of the tensor '{name}' has the unknown key '{property.Name}'; the format has dtype, shape and data_offsets");
        }

        SafetensorsDataType type = ReadType(name, Member(name, element, "dtype", JsonValueKind.String).GetString());
        long[] shape = ReadNumbers(name, element, "shape");
        long[] offsets = ReadNumbers(name, element, "data_offsets");
        if (offsets.Length != 2 || offsets[1] < offsets[0])
            throw new ModelFileException($"'data_offsets' of the tensor '{name}' should be two numbers, begin and end, in this order");
        if (shape.Length > Shape.GreatestRank)
            throw new ModelFileException($"the tensor '{name}' has {shape.Length} axes; at most {Shape.GreatestRank} are supported");
        var entry = new SafetensorsEntry(name, type, shape, offsets[0], offsets[1]);
        if (ByteLength(entry) != entry.End - entry.Begin)
            throw new ModelFileException($"the tensor '{name}' of type {SafetensorsDataTypes.NameOf(type)} and shape {entry.ShapeText} does not take the {entry.End - entry.Begin} bytes that its data_offsets [{entry.Begin}, {entry.End}] span");
        return entry;
    }

    private static SafetensorsDataType ReadType(string name, string? typeName) => SafetensorsDataTypes.Find(typeName)
        ?? throw new ModelFileException($"the tensor '{name}' has the type '{typeName}', which is unknown or not supported; supported are {string.Join(", ", SafetensorsDataTypes.Names)}");

    /// <summary>The bytes that shape and type call for, or −1 if their number overflows.</summary>
    private static long ByteLength(SafetensorsEntry entry)
    {
        UInt128 length = (UInt128)SafetensorsDataTypes.SizeOf(entry.DataType);
        foreach (long size in entry.Shape)
        {
            length *= (UInt128)size;
            if (length > long.MaxValue)
                return -1;
        }

        return (long)length;
    }

    /// <summary>The tensors must fill the file from the header to the end, without gap and overlap.</summary>
    private void CheckPlaces(long dataLength)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.Values.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != end)
                throw new ModelFileException($"the tensor '{entry.Name}' begins at byte {entry.Begin} of the data where byte {end} is due: tensors {(entry.Begin < end ? "overlap" : "leave a gap")}");
            end = entry.End;
        }

        if (end != dataLength)
            throw new ModelFileException($"its tensors take {end} bytes, but {dataLength} follow the header; it is {(end > dataLength ? "truncated" : "longer than it says")}");
    }

    private static long[] ReadNumbers(string name, JsonElement entry, string key)
    {
        JsonElement list = Member(name, entry, key, JsonValueKind.Array);
        var numbers = new long[list.GetArrayLength()];
        int i = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out numbers[i++]) || numbers[i - 1] < 0)
                throw new ModelFileException($"'{key}' of the tensor '{name}' should hold whole numbers of at least 0; it holds {Shorten(item.GetRawText())}");
        }

        return numbers;
    }

    private static JsonElement Member(string name, JsonElement entry, string key, JsonValueKind kind)
    {
        if (!entry.TryGetProperty(key, out JsonElement value))
            throw new ModelFileException($"the entry of the tensor '{name}' has no '{key}'");
        RequireKind(value, kind, $"'{key}' of the tensor '{name}'");
        return value;
    }

    private static void RequireKind(JsonElement element, JsonValueKind kind, string what)
    {
        if (element.ValueKind != kind)
            throw new ModelFileException($"{what} should be {Name(kind)}; it is {Name(element.ValueKind)}");
    }

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
}
