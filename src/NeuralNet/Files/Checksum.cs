namespace NeuralNet;

/// <summary>
/// The checksum of the content of a file of this library, independent of order and spacing: the metadata by key, then the tensors by name
/// with type, shape and bytes.
/// </summary>
internal static class Checksum
{
    public const string Key = "checksum";

    private const int ChunkLength = 1 << 16;

    /// <summary>Computes the checksum of content that will be written as F32.</summary>
    public static string Of(IReadOnlyDictionary<string, string> metadata, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var crc = new Crc32C();
        Append(crc, metadata);
        byte[] buffer = new byte[ChunkLength * sizeof(float)];
        foreach ((string name, Tensor tensor) in tensors.OrderBy(tensor => tensor.Key, StringComparer.Ordinal))
        {
            Append(crc, name, SafetensorsDataType.F32, tensor.Shape.ToString());
            for (int start = 0; start < tensor.Length; start += ChunkLength)
            {
                ReadOnlySpan<float> chunk = tensor.Data.Slice(start, Math.Min(ChunkLength, tensor.Length - start));
                TensorBytes.Encode(SafetensorsDataType.F32, chunk, buffer);
                crc.Append(buffer.AsSpan(0, chunk.Length * sizeof(float)));
            }
        }

        return Format(crc);
    }

    /// <summary>Computes the checksum of the content of a file.</summary>
    public static string Of(Safetensors file)
    {
        var crc = new Crc32C();
        Append(crc, file.Metadata);
        foreach (SafetensorsEntry entry in file.Entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            Append(crc, entry.Name, entry.DataType, entry.ShapeText);
            long length = entry.End - entry.Begin;
            for (long start = 0; start < length; start += ChunkLength)
                crc.Append(file.Bytes(entry, start, (int)Math.Min(ChunkLength, length - start)));
        }

        return Format(crc);
    }

    private static void Append(Crc32C crc, IReadOnlyDictionary<string, string> metadata)
    {
        foreach ((string key, string value) in metadata.Where(pair => pair.Key != Key).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            crc.Append(key);
            crc.Append(value);
        }
    }

    private static void Append(Crc32C crc, string name, SafetensorsDataType type, string shape)
    {
        crc.Append(name);
        crc.Append(SafetensorsDataTypes.NameOf(type));
        crc.Append(shape);
    }

    private static string Format(Crc32C crc) => FormattableString.Invariant($"{crc.Value:x8}");
}
