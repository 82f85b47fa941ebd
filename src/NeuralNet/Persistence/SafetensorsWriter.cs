using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NeuralNet;

/// <summary>Writes tensors in the safetensors format, in the order of the reference writer: by name, since all have one type.</summary>
internal static class SafetensorsWriter
{
    private const int ChunkLength = 1 << 16;

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
        WriteHeader(stream, sorted, metadata, dataType);
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

    private static void WriteHeader(
        Stream stream, KeyValuePair<string, Tensor>[] tensors, IEnumerable<KeyValuePair<string, string>> metadata, SafetensorsDataType type)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, metadata);
            long offset = 0;
            foreach ((string name, Tensor tensor) in tensors)
            {
                offset = WriteEntry(writer, name, tensor.Shape, type, offset);
                CheckLength(writer);
            }

            writer.WriteEndObject();
            CheckLength(writer);
        }

        // Spaces up to a multiple of 8, so that the numbers are aligned for readers that map the file.
        int padding = -json.WrittenCount & 7;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(json.WrittenCount + padding));
        stream.Write(length);
        stream.Write(json.WrittenSpan);
        stream.Write("       "u8[..padding]);
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

    /// <summary>Writes the entry of a tensor and returns the offset of the next one.</summary>
    private static long WriteEntry(Utf8JsonWriter writer, string name, Shape shape, SafetensorsDataType type, long offset)
    {
        long end = offset + (long)shape.Size * SafetensorsDataTypes.SizeOf(type);
        writer.WriteStartObject(name);
        writer.WriteString("dtype", SafetensorsDataTypes.NameOf(type));
        writer.WriteStartArray("shape");
        foreach (int size in shape)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(offset);
        writer.WriteNumberValue(end);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return end;
    }

    private static void WriteValues(Stream stream, ReadOnlySpan<float> values, SafetensorsDataType type, byte[] buffer)
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
