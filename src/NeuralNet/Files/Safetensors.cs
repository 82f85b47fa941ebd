namespace NeuralNet;

/// <summary>
/// A file of named tensors in the safetensors format, as PyTorch, Hugging Face and others write it, open for reading. A file that is opened
/// by its path is mapped into memory: opening reads only the header, and reading a tensor copies it. No other program may shorten the file
/// while it is open. The static method <c>Write</c> creates a file. https://github.com/huggingface/safetensors
/// </summary>
public sealed class Safetensors : ITensorFile
{
    /// <summary>The number of elements that are converted at a time: a span of bytes ends at 2 GB, a tensor does not.</summary>
    private const int ChunkLength = 1 << 20;

    private readonly ByteSource source;
    private readonly SafetensorsHeader header;

    internal Safetensors(ByteSource source)
    {
        this.source = source;
        try
        {
            header = SafetensorsHeader.Read(source);
        }
        catch (ModelFileException exception)
        {
            source.Dispose();
            throw new ModelFileException($"{source.Description} cannot be read: {exception.Message}.", exception);
        }
    }

    /// <summary>The tensors by their names.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => header.Entries;

    /// <summary>The texts that the writer stored in addition to the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>The name of the file in messages.</summary>
    internal string Description => source.Description;

    /// <inheritdoc/>
    string ITensorFile.Description => Description;

    /// <inheritdoc/>
    IEnumerable<string> ITensorFile.Names => Entries.Keys;

    /// <summary>Opens a file and validates its header, without reading the tensors.</summary>
    /// <exception cref="ModelFileException">The file is not a valid safetensors file.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static Safetensors Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new Safetensors(ByteSource.Map(path));
    }

    /// <summary>Reads a file from a stream, from its position to its end (at most 2 GB), into memory.</summary>
    /// <exception cref="ModelFileException">The stream is not a valid safetensors file, or longer than 2 GB.</exception>
    public static Safetensors Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new Safetensors(ByteSource.Read(stream));
    }

    /// <summary>Writes tensors to a file. An existing file is replaced atomically once the new file is complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">The tensors by their names.</param>
    /// <param name="metadata">Texts to store in addition to the tensors.</param>
    /// <param name="dataType">The data type in the file: F32, the default, or F64.</param>
    /// <exception cref="ArgumentException">
    /// Two tensors have one name, the type is neither F32 nor F64, or names and metadata take more than the 100,000,000 bytes that the
    /// format allows; nothing was written.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file may not be written to.</exception>
    public static void Write(
        string path, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        SafetensorsDataType dataType = SafetensorsDataType.F32)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata, dataType));
    }

    /// <summary>Writes tensors to a stream.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{KeyValuePair{string, Tensor}}, IReadOnlyDictionary{string, string}?,
    /// SafetensorsDataType)"/>
    public static void Write(
        Stream stream, IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string>? metadata = null,
        SafetensorsDataType dataType = SafetensorsDataType.F32)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        SafetensorsWriter.Write(stream, tensors, metadata ?? new Dictionary<string, string>(), dataType);
    }

    /// <summary>Copies a tensor out of the file, as float32.</summary>
    /// <exception cref="ArgumentException">There is no tensor of this name; the message lists the existing ones.</exception>
    /// <exception cref="ModelFileException">The tensor has more elements than a <see cref="Tensor"/> can hold.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public Tensor Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!Entries.TryGetValue(name, out SafetensorsEntry? entry))
            throw new ArgumentException($"{Description} has no tensor named '{name}'. It has: {NamesForMessage()}.", nameof(name));
        var tensor = new Tensor(ShapeOf(entry));
        ReadTo(entry, tensor.Data);
        return tensor;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => source.Dispose();

    /// <inheritdoc/>
    FileShape? ITensorFile.ShapeOf(string name) => Entries.TryGetValue(name, out SafetensorsEntry? entry) ? entry.FileShape : null;

    /// <inheritdoc/>
    void ITensorFile.ReadTo(string name, Span<float> values) => ReadTo(Entries[name], values);

    /// <summary>Returns bytes of a tensor in the format of the file.</summary>
    internal ReadOnlySpan<byte> Bytes(SafetensorsEntry entry, long offset, int length) =>
        source.Slice(header.DataStart + entry.Begin + offset, length);

    /// <summary>Copies elements of a tensor from an index on, as float32, until the span is full.</summary>
    internal void ReadTo(SafetensorsEntry entry, Span<float> values, long first = 0)
    {
        int size = SafetensorsDataTypes.SizeOf(entry.DataType);
        for (int start = 0; start < values.Length; start += ChunkLength)
        {
            int count = Math.Min(ChunkLength, values.Length - start);
            TensorBytes.Decode(entry.DataType, Bytes(entry, (first + start) * size, count * size), values.Slice(start, count));
        }
    }

    /// <summary>The number of bytes of the file.</summary>
    internal long Length => source.Length;

    /// <summary>Announces the use of the whole file.</summary>
    internal void Advise(MemoryAdvice advice) => source.Advise(0, source.Length, advice);

    /// <summary>Announces the use of bytes of a tensor.</summary>
    internal void Advise(SafetensorsEntry entry, long offset, long length, MemoryAdvice advice) =>
        source.Advise(header.DataStart + entry.Begin + offset, length, advice);

    private Shape ShapeOf(SafetensorsEntry entry)
    {
        try
        {
            return new Shape([.. entry.Shape.Select(size => checked((int)size))]);
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentException)
        {
            throw new ModelFileException($"{Description} cannot be read: the tensor '{entry.Name}' of shape {entry.ShapeText} has more "
                + "elements than one tensor can hold.", exception);
        }
    }

    private string NamesForMessage()
    {
        const int Shown = 20;
        string names = string.Join(", ", Entries.Keys.Order(StringComparer.Ordinal).Take(Shown));
        return Entries.Count > Shown ? $"{names} and {Entries.Count - Shown} more" : names;
    }
}
