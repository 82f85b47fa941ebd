using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NeuralNet;

/// <summary>Writes tensors in the safetensors format, in the order of the reference writer: by name, since all have one type.</summary>
internal static class SafetensorsWriter
{
    /// <summary>The number of elements that are written at a time.</summary>
    public const int ChunkLength = 1 << 16;

    /// <exception cref="ArgumentException">
    /// Two tensors have one name, a name is reserved, the type cannot be written, or names and texts are longer than the format allows.
    /// </exception>
    public static void Write(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IEnumerable<KeyValuePair<string, string>> metadata,
        SafetensorsDataType dataType)
    {
        if (dataType is not (SafetensorsDataType.F32 or SafetensorsDataType.F64))
            throw new ArgumentException($"Tensors can be written as F32 or F64, not as {SafetensorsDataTypes.NameOf(dataType)}.",
                nameof(dataType));
        KeyValuePair<string, Tensor>[] sorted = [.. tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal)];
        CheckNames(sorted, nameof(tensors));
        WriteHeader(stream, Entries(sorted, dataType), metadata);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkLength * SafetensorsDataTypes.SizeOf(dataType));
        foreach ((_, Tensor tensor) in sorted)
            WriteValues(stream, tensor.Data, dataType, buffer);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static void CheckNames(KeyValuePair<string, Tensor>[] sorted, string name)
    {
        for (int i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Key == SafetensorsHeader.MetadataKey)
                throw new ArgumentException($"A tensor cannot be named '{SafetensorsHeader.MetadataKey}': the format reserves the name.",
                    name);
            if (i > 0 && sorted[i].Key == sorted[i - 1].Key)
                throw new ArgumentException($"Two tensors are named '{sorted[i].Key}'; a safetensors file holds one of a name.", name);
        }
    }

    /// <summary>Writes the header of a file, whose tensors follow in the order of the entries.</summary>
    /// <param name="stream">The destination.</param>
    /// <param name="entries">The entries of the tensors.</param>
    /// <param name="metadata">The texts to store.</param>
    /// <param name="minLength">The minimum number of bytes, so that a header can later be replaced by a shorter one.</param>
    /// <returns>The number of bytes that were written.</returns>
    public static int WriteHeader(
        Stream stream, IEnumerable<SafetensorsEntry> entries, IEnumerable<KeyValuePair<string, string>> metadata, int minLength = 0)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, metadata);
            foreach (SafetensorsEntry entry in entries)
            {
                WriteEntry(writer, entry);
                CheckLength(writer);
            }

            writer.WriteEndObject();
            CheckLength(writer);
        }

        // Spaces up to a multiple of 8, so that the numbers are aligned for readers that map the file.
        int length = Math.Max(json.WrittenCount + 7 & ~7, minLength - sizeof(ulong));
        byte[] padding = new byte[length - json.WrittenCount];
        Array.Fill(padding, (byte)' ');
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)length);
        stream.Write(prefix);
        stream.Write(json.WrittenSpan);
        stream.Write(padding);
        return sizeof(ulong) + length;
    }

    /// <summary>Returns the entries of tensors that are stored one after the other.</summary>
    private static List<SafetensorsEntry> Entries(KeyValuePair<string, Tensor>[] tensors, SafetensorsDataType type)
    {
        var entries = new List<SafetensorsEntry>(tensors.Length);
        long offset = 0;
        foreach ((string name, Tensor tensor) in tensors)
        {
            long end = offset + (long)tensor.Length * SafetensorsDataTypes.SizeOf(type);
            entries.Add(new SafetensorsEntry(name, type, [.. tensor.Shape.Select(size => (long)size)], offset, end));
            offset = end;
        }

        return entries;
    }

    /// <summary>Throws an exception for a header that every reader would refuse, before any of it is written.</summary>
    private static void CheckLength(Utf8JsonWriter writer)
    {
        if (writer.BytesCommitted + writer.BytesPending > SafetensorsHeader.MaxLength)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The names of the tensors and the metadata make a header of more "
                + $"than the {SafetensorsHeader.MaxLength} bytes that the safetensors format allows. Write fewer tensors to one file, "
                + $"or shorter names and texts."));
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        writer.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in metadata)
        {
            writer.WriteString(key, value);
            CheckLength(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, SafetensorsEntry entry)
    {
        writer.WriteStartObject(entry.Name);
        writer.WriteString("dtype", SafetensorsDataTypes.NameOf(entry.DataType));
        writer.WriteStartArray("shape");
        foreach (long size in entry.Sizes)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(entry.Begin);
        writer.WriteNumberValue(entry.End);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes values by means of a buffer of at least <see cref="ChunkLength"/> elements of the type.</summary>
    public static void WriteValues(Stream stream, ReadOnlySpan<float> values, SafetensorsDataType type, byte[] buffer)
    {
        int size = SafetensorsDataTypes.SizeOf(type);
        for (int start = 0; start < values.Length; start += ChunkLength)
        {
            ReadOnlySpan<float> chunk = values.Slice(start, Math.Min(ChunkLength, values.Length - start));
            TensorBytes.Encode(type, chunk, buffer);
            stream.Write(buffer, 0, chunk.Length * size);
        }
    }
}
