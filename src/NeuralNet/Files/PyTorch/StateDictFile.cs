namespace NeuralNet;

/// <summary>
/// A file of tensors that <c>torch.save(model.state_dict(), path)</c> wrote, open for reading. Opening validates everything; reading a
/// tensor copies its elements.
/// </summary>
internal sealed class StateDictFile : ITensorFile
{
    /// <summary>The number of elements that are converted at a time: a span of bytes ends at 2 GB, a tensor does not.</summary>
    private const int ChunkLength = 1 << 20;

    private readonly ByteSource source;
    private readonly StateDictArchive archive;
    private readonly Dictionary<string, StateDictTensor> tensors;
    private readonly Dictionary<StateDictStorage, ByteRange> storages = [];

    /// <exception cref="ModelFileException">The file is not a state dict, or damaged.</exception>
    public StateDictFile(ByteSource source)
    {
        this.source = source;
        try
        {
            archive = new StateDictArchive(source);
            tensors = StateDict.TensorsOf(PickleReader.Read(archive.Pickle().ToArray(), source.Length));
            foreach ((string name, StateDictTensor tensor) in tensors)
                FindStorage(name, tensor);
        }
        catch (Exception exception) when (exception is ModelFileException or InvalidDataException or EndOfStreamException)
        {
            source.Dispose();
            throw new ModelFileException($"{source.Description} cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    /// <inheritdoc/>
    public string Description => source.Description;

    /// <inheritdoc/>
    public IEnumerable<string> Names => tensors.Keys;

    /// <inheritdoc/>
    public FileShape? ShapeOf(string name) => tensors.TryGetValue(name, out StateDictTensor? tensor) ? tensor.Shape : null;

    /// <inheritdoc/>
    public void ReadTo(string name, Span<float> values)
    {
        StateDictTensor tensor = tensors[name];
        if (tensor.IsContiguous)
        {
            ReadElements(tensor, values);
            return;
        }

        var elements = new float[tensor.Extent];
        ReadElements(tensor, elements);
        tensor.Gather(elements, values);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => source.Dispose();

    private void FindStorage(string name, StateDictTensor tensor)
    {
        if (!tensor.IsContiguous && tensor.Extent > Array.MaxLength)
            throw new ModelFileException($"the elements of the tensor '{name}' are more than 2 GB apart in their storage; save a copy: "
                + "tensor.contiguous()");
        if (!storages.ContainsKey(tensor.Storage))
            storages.Add(tensor.Storage, archive.ContentOf(tensor.Storage));
    }

    /// <summary>Reads the elements of a storage from the first of a tensor on.</summary>
    private void ReadElements(StateDictTensor tensor, Span<float> values)
    {
        SafetensorsDataType type = tensor.Storage.DataType;
        int size = SafetensorsDataTypes.SizeOf(type);
        ByteRange storage = storages[tensor.Storage];
        for (int start = 0; start < values.Length; start += ChunkLength)
        {
            int count = Math.Min(ChunkLength, values.Length - start);
            ReadOnlySpan<byte> bytes = storage.Slice((tensor.Offset + start) * size, count * size);
            TensorBytes.Decode(type, bytes, values.Slice(start, count), archive.IsBigEndian);
        }
    }
}
