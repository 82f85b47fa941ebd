using System.Text;
using System.Text.Json;

namespace NeuralNet;

/// <summary>
/// Reads the JSON of a safetensors header token by token, in two passes: the first finds out whether it is JSON and counts what it names,
/// the second takes it over. No more memory is taken than what the tensors and texts are, so a malicious header costs a small multiple of
/// its own length, and is refused at the first token that is wrong.
/// </summary>
/// <param name="dataLength">The number of bytes behind the header.</param>
internal sealed class SafetensorsHeaderReader(long dataLength)
{
    /// <summary>The bytes of the shortest entry of a tensor, and of a text of which there can be many: names are not given twice.</summary>
    private const int MinTensorLength = 48, MinTextLength = 8;

    /// <summary>The characters of a name that a message shows.</summary>
    private const int Shown = 100;

    private Dictionary<string, SafetensorsEntry> entries = [];
    private Dictionary<string, string> metadata = [];

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => entries;

    public IReadOnlyDictionary<string, string> Metadata => metadata;

    /// <exception cref="ModelFileException">The header does not describe the data behind it.</exception>
    /// <exception cref="JsonException">The header is not JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is not valid UTF-8, or escapes half a surrogate pair.</exception>
    public void Read(ReadOnlySpan<byte> json)
    {
        Prepare(json);
        bool hasMetadata = false;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals(SafetensorsHeader.MetadataKey))
            {
                ReadTensor(ref reader);
                continue;
            }

            if (hasMetadata)
                throw Repeated(SafetensorsHeader.MetadataKey);
            hasMetadata = true;
            ReadMetadata(ref reader);
        }

        CheckPlaces();
    }

    /// <summary>Reads all tokens, which validates the JSON, and allocates memory for the tensors and the texts.</summary>
    private void Prepare(ReadOnlySpan<byte> json)
    {
        int tensors = 0, texts = 0;
        bool isInMetadata = false;
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.CurrentDepth == 1)
            {
                isInMetadata = reader.ValueTextEquals(SafetensorsHeader.MetadataKey);
                tensors += isInMetadata ? 0 : 1;
            }
            else if (isInMetadata && reader.CurrentDepth == 2)
            {
                texts++;
            }
        }

        entries = new Dictionary<string, SafetensorsEntry>(Math.Min(tensors, json.Length / MinTensorLength), StringComparer.Ordinal);
        metadata = new Dictionary<string, string>(Math.Min(texts, json.Length / MinTextLength), StringComparer.Ordinal);
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw WrongKind($"'{SafetensorsHeader.MetadataKey}'", "an object", reader.TokenType);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw WrongKind($"'{SafetensorsHeader.MetadataKey}.{Shorten(key)}'", "a text", reader.TokenType);
            if (!metadata.TryAdd(key, reader.GetString()!))
                throw Repeated(key);
        }
    }

    private void ReadTensor(ref Utf8JsonReader reader)
    {
        string name = reader.GetString()!;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw WrongKind($"the entry of the tensor '{Shorten(name)}'", "an object", reader.TokenType);
        SafetensorsDataType? type = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8))
                type = type is null ? ReadType(ref reader, name) : throw Repeated("dtype");
            else if (reader.ValueTextEquals("shape"u8))
                shape = shape is null ? ReadShape(ref reader, name) : throw Repeated("shape");
            else if (reader.ValueTextEquals("data_offsets"u8))
                offsets = offsets is null ? ReadOffsets(ref reader, name) : throw Repeated("data_offsets");
            else
                throw new ModelFileException($"the entry of the tensor '{Shorten(name)}' has the unknown key "
                    + $"'{Shorten(reader.GetString()!)}'; the format has dtype, shape and data_offsets");
        }

        var entry = new SafetensorsEntry(
            name, type ?? throw Missing(name, "dtype"), shape ?? throw Missing(name, "shape"),
            offsets?[0] ?? throw Missing(name, "data_offsets"), offsets[1]);
        CheckLength(entry);
        if (!entries.TryAdd(name, entry))
            throw Repeated(name);
    }

    private static SafetensorsDataType ReadType(ref Utf8JsonReader reader, string tensor)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            throw WrongKind($"'dtype' of the tensor '{Shorten(tensor)}'", "a text", reader.TokenType);
        string typeName = reader.GetString()!;
        return SafetensorsDataTypes.Find(typeName)
            ?? throw new ModelFileException($"the tensor '{Shorten(tensor)}' has the type '{Shorten(typeName)}', which is unknown or "
                + $"not supported; supported are {string.Join(", ", SafetensorsDataTypes.Names)}");
    }

    private static long[] ReadShape(ref Utf8JsonReader reader, string tensor)
    {
        Span<long> sizes = stackalloc long[Shape.MaxRank];
        return ReadNumbers(ref reader, tensor, "shape", sizes) is int rank && rank <= sizes.Length
            ? sizes[..rank].ToArray()
            : throw new ModelFileException($"the tensor '{Shorten(tensor)}' has more than {Shape.MaxRank} axes; at most {Shape.MaxRank} "
                + "are supported");
    }

    private static long[] ReadOffsets(ref Utf8JsonReader reader, string tensor)
    {
        Span<long> offsets = stackalloc long[2];
        return ReadNumbers(ref reader, tensor, "data_offsets", offsets) == 2 && offsets[0] <= offsets[1]
            ? offsets.ToArray()
            : throw new ModelFileException($"'data_offsets' of the tensor '{Shorten(tensor)}' should be two numbers, begin and end, in "
                + "this order");
    }

    /// <summary>Reads a list up to its end, or up to the first number that exceeds the span.</summary>
    /// <returns>The number of numbers; one more than the length of the span if there are too many.</returns>
    private static int ReadNumbers(ref Utf8JsonReader reader, string tensor, string key, scoped Span<long> numbers)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw WrongKind($"'{key}' of the tensor '{Shorten(tensor)}'", "a list", reader.TokenType);
        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == numbers.Length)
                return count + 1;
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out numbers[count]) || numbers[count++] < 0)
                throw new ModelFileException($"'{key}' of the tensor '{Shorten(tensor)}' should hold whole numbers of at least 0; it "
                    + $"holds {Shorten(Encoding.UTF8.GetString(reader.ValueSpan))}");
        }

        return count;
    }

    private void CheckLength(SafetensorsEntry entry)
    {
        if (ByteLength(entry) != entry.End - entry.Begin)
            throw new ModelFileException($"the tensor '{Shorten(entry.Name)}' of type {SafetensorsDataTypes.NameOf(entry.DataType)} and "
                + $"shape {entry.ShapeText} does not take the {entry.End - entry.Begin} bytes that its data_offsets [{entry.Begin}, "
                + $"{entry.End}] span");
        if (entry.End > dataLength)
            throw new ModelFileException($"the tensor '{Shorten(entry.Name)}' ends at byte {entry.End} of the data, but {dataLength} "
                + "follow the header; the file is truncated");
    }

    /// <summary>Returns the number of bytes for a shape and a type, or −1 if the number overflows.</summary>
    private static long ByteLength(SafetensorsEntry entry)
    {
        UInt128 length = (UInt128)SafetensorsDataTypes.SizeOf(entry.DataType);
        foreach (long size in entry.Sizes)
        {
            length *= (UInt128)size;
            if (length > long.MaxValue)
                return -1;
        }

        return (long)length;
    }

    /// <summary>Validates that the tensors fill the file from the header to the end, without gaps and overlaps.</summary>
    private void CheckPlaces()
    {
        var sorted = new SafetensorsEntry[entries.Count];
        entries.Values.CopyTo(sorted, 0);
        Array.Sort(sorted, (first, second) => (first.Begin, first.End).CompareTo((second.Begin, second.End)));
        long end = 0;
        foreach (SafetensorsEntry entry in sorted)
        {
            if (entry.Begin != end)
                throw new ModelFileException($"the tensor '{Shorten(entry.Name)}' begins at byte {entry.Begin} of the data where byte "
                    + $"{end} is due: tensors {(entry.Begin < end ? "overlap" : "leave a gap")}");
            end = entry.End;
        }

        if (end != dataLength)
            throw new ModelFileException($"its tensors take {end} bytes, but {dataLength} follow the header; it is longer than it says");
    }

    private static ModelFileException Missing(string tensor, string key) =>
        new($"the entry of the tensor '{Shorten(tensor)}' has no '{key}'");

    private static ModelFileException Repeated(string name) =>
        new($"its header is not valid JSON: it has '{Shorten(name)}' twice where a name stands once");

    private static ModelFileException WrongKind(string what, string expected, JsonTokenType actual) =>
        new($"{what} should be {expected}; it is {NameOf(actual)}");

    private static string NameOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    /// <summary>Shortens a text for a message; a name may be as long as the header.</summary>
    private static string Shorten(string text) => text.Length <= Shown ? text : string.Concat(text.AsSpan(0, Shown), "…");
}
