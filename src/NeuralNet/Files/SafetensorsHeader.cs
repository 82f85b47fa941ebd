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
    public const int MaxLength = 100_000_000;

    private SafetensorsHeader(SafetensorsHeaderReader reader, long dataStart) =>
        (Entries, Metadata, DataStart) = (reader.Entries, reader.Metadata, dataStart);

    private static ReadOnlySpan<byte> Hdf5Signature => [0x89, (byte)'H', (byte)'D', (byte)'F'];

    /// <summary>The offset of the tensors' bytes in the file.</summary>
    public long DataStart { get; }

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="ModelFileException">The file is not a valid safetensors file.</exception>
    public static SafetensorsHeader Read(ByteSource source)
    {
        if (source.Length < sizeof(ulong))
            throw new ModelFileException($"it has {Counted.Of(source.Length, "byte")}; a safetensors file begins with 8 bytes that give "
                + "the length of its header");
        if (source.Slice(0, Hdf5Signature.Length).SequenceEqual(Hdf5Signature))
            throw new ModelFileException("it is an HDF5 file and not a safetensors file. If Keras wrote it (.h5), KerasModel.LoadWeights "
                + "of NeuralNet.Keras reads its weights, and KerasModel.Load a whole model");
        if (StateDictArchive.IsArchive(source))
            throw new ModelFileException("it is a zip archive and not a safetensors file. If it has weights of PyTorch (.pt, .pth), make "
                + "the model and call LoadWeights; NeuralNet.Keras reads .keras files");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(source.Slice(0, sizeof(ulong)));
        if (length > MaxLength)
            throw new ModelFileException($"its first 8 bytes give a header of {length} bytes, more than the {MaxLength} that the "
                + "safetensors format allows; it is probably of another format");
        if ((long)length > source.Length - sizeof(ulong))
            throw new ModelFileException($"its first 8 bytes give a header of {length} bytes, but only {source.Length - sizeof(ulong)} "
                + "follow; it is truncated or of another format");
        long dataStart = sizeof(ulong) + (long)length;
        ReadOnlySpan<byte> json = source.Slice(sizeof(ulong), (int)length);
        if (!json.TrimStart(" \t\r\n"u8).StartsWith("{"u8))
            throw new ModelFileException("its header does not begin with '{', so it is not a safetensors file");
        var reader = new SafetensorsHeaderReader(source.Length - dataStart);
        try
        {
            reader.Read(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text that is not valid UTF-8 or escapes half a surrogate pair.
            throw new ModelFileException($"its header is not valid JSON: {exception.Message}", exception);
        }

        return new SafetensorsHeader(reader, dataStart);
    }
}
