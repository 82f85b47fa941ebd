using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>
/// A mapped safetensors file of the rows of a data set, closed when it is collected. Several threads may read it at once.
/// </summary>
internal sealed class RowFile
{
    public const string InputName = "x", TargetName = "y", WeightName = "sample_weight";

    private const int ChecksumChunk = 1 << 20;

    private readonly Safetensors file;
    private readonly List<RowTensor> inputs, targets;
    private readonly List<RowTensor?> weights;
    private volatile bool isRandom;

    private RowFile(Safetensors file)
    {
        this.file = file;
        try
        {
            inputs = Find(InputName);
            targets = Find(TargetName);
            weights = FindWeights();
            if (inputs.Count == 0)
                throw new InvalidDataException($"it has no tensor '{InputName}' or '{NameOf(InputName, 0, 2)}'");
            RequireKnown();
            Rows = RequireRows();
        }
        catch
        {
            file.Dispose();
            GC.SuppressFinalize(this);
            throw;
        }
    }

    /// <summary>Closes the file.</summary>
    ~RowFile() => file.Dispose();

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    public IReadOnlyDictionary<string, string> Metadata => file.Metadata;

    /// <exception cref="InvalidDataException">The file is damaged, or does not contain the rows of a data set.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RowFile Open(string path)
    {
        try
        {
            return new RowFile(Safetensors.Open(path));
        }
        catch (ModelFileException exception)
        {
            throw new InvalidDataException(exception.Message, exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The file '{path}' cannot be read as a data set: {exception.Message}.", exception);
        }
    }

    /// <summary>Returns the name of one of several tensors; a single tensor has the name alone.</summary>
    public static string NameOf(string name, int index, int count) =>
        count == 1 ? name : FormattableString.Invariant($"{name}/{index}");

    /// <summary>
    /// Announces a pass in random order or in order. In random order, the system would read ahead up to megabytes for each row of a file
    /// larger than memory, and drop them before they are used.
    /// </summary>
    public void Expect(bool inRandomOrder)
    {
        if (file.Length <= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
            return;
        isRandom = inRandomOrder;
        file.Advise(inRandomOrder ? MemoryAdvice.Random : MemoryAdvice.Normal);
    }

    /// <summary>Returns rows from an index on.</summary>
    public RowSource Slice(int first, int count)
    {
        return new RowSource(
            [.. inputs.Select(RowsOf)], [.. targets.Select(RowsOf)], [.. weights.Select(weight => weight is null ? null : RowsOf(weight))]);

        MappedRows RowsOf(RowTensor tensor) => new(this, tensor.Entry, first, count, tensor.Shape);
    }

    /// <summary>Copies elements of a tensor from an index on until the span is full.</summary>
    /// <exception cref="InvalidDataException">float32 cannot hold a number.</exception>
    public void Read(SafetensorsEntry entry, Span<float> values, long first)
    {
        ReadExactly(entry, values, first);
        GC.KeepAlive(this);
    }

    /// <summary>Copies rows of a tensor, whose indices are relative to one of them.</summary>
    /// <exception cref="InvalidDataException">float32 cannot hold a number.</exception>
    public void Read(SafetensorsEntry entry, Span<float> values, int first, ReadOnlySpan<int> rows)
    {
        int width = values.Length / rows.Length;
        if (isRandom)
            Announce(entry, width, first, rows);
        long length = entry.End - entry.Begin;
        if (entry.DataType == SafetensorsDataType.F32 && BitConverter.IsLittleEndian && length <= int.MaxValue)
        {
            ReadOnlySpan<float> all = MemoryMarshal.Cast<byte, float>(file.Bytes(entry, 0, (int)length));
            RowCopy.Copy(all[(first * width)..], rows, values, width, 0, width);
        }
        else
        {
            for (int i = 0; i < rows.Length; i++)
                ReadExactly(entry, values.Slice(i * width, width), ((long)first + rows[i]) * width);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Compares the content with the checksums that a cache has, by reading it once from its beginning to its end.</summary>
    /// <exception cref="InvalidDataException">The content is not what was written.</exception>
    /// <exception cref="OperationCanceledException">The pass was cancelled.</exception>
    public void Verify(CancellationToken cancellationToken)
    {
        foreach (SafetensorsEntry entry in file.Entries.Values)
        {
            if (Metadata.TryGetValue(RowFileWriter.ChecksumKey(entry.Name), out string? written)
                && written != RowFileWriter.Text(ChecksumOf(entry, cancellationToken)))
                throw new InvalidDataException($"{file.Description} is damaged: the content of its tensor '{entry.Name}' is not what was "
                    + "written.");
        }

        GC.KeepAlive(this);
    }

    private uint ChecksumOf(SafetensorsEntry entry, CancellationToken cancellationToken)
    {
        var crc = new Crc32C();
        long length = entry.End - entry.Begin;
        for (long start = 0; start < length; start += ChecksumChunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            crc.Append(file.Bytes(entry, start, (int)Math.Min(ChecksumChunk, length - start)));
        }

        return crc.Value;
    }

    /// <summary>Copies elements as float32, and validates that it holds them.</summary>
    private void ReadExactly(SafetensorsEntry entry, Span<float> values, long first)
    {
        file.ReadTo(entry, values, first);
        if (ExactNumbers.HoldAll(entry.DataType))
            return;
        int size = SafetensorsDataTypes.SizeOf(entry.DataType), step = ChecksumChunk / size;
        for (int start = 0; start < values.Length; start += step)
        {
            Span<float> chunk = values.Slice(start, Math.Min(step, values.Length - start));
            int lost = ExactNumbers.IndexOfLost(entry.DataType, file.Bytes(entry, (first + start) * size, chunk.Length * size), chunk);
            if (lost >= 0)
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{file.Description}: element {first + start + lost} of its tensor '{entry.Name}' ({entry.DataType}) is a number that ")
                    + "float32 cannot hold: whole numbers are exact up to ±2²⁴, others go up to ±3.4E+38.");
        }
    }

    /// <summary>Lets the system read all rows of a batch at once.</summary>
    private void Announce(SafetensorsEntry entry, int width, int first, ReadOnlySpan<int> rows)
    {
        long length = (long)width * SafetensorsDataTypes.SizeOf(entry.DataType);
        foreach (int row in rows)
            file.Advise(entry, ((long)first + row) * length, length, MemoryAdvice.WillNeed);
    }

    private List<RowTensor> Find(string name)
    {
        if (Find(name, 0, 1) is { } single)
            return [single];
        var tensors = new List<RowTensor>();
        while (Find(name, tensors.Count, int.MaxValue) is { } tensor)
            tensors.Add(tensor);
        return tensors;
    }

    /// <summary>Returns the weights of all outputs, or those of each, of which some may be absent.</summary>
    private List<RowTensor?> FindWeights()
    {
        if (Find(WeightName, 0, 1) is { } single)
            return [single];
        List<RowTensor?> all = [.. targets.Select((_, i) => Find(WeightName, i, int.MaxValue))];
        return all.TrueForAll(weight => weight is null) ? [] : all;
    }

    private RowTensor? Find(string name, int index, int count) =>
        file.Entries.TryGetValue(NameOf(name, index, count), out SafetensorsEntry? entry) ? RowTensor.Of(entry) : null;

    private void RequireKnown()
    {
        HashSet<string> known = [.. All.Select(tensor => tensor.Entry.Name)];
        if (file.Entries.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new InvalidDataException($"it has the tensor '{unknown}', which does not belong to a data set of "
                + $"{Counted.Of(inputs.Count, "input")} and {Counted.Of(targets.Count, "target")}; its tensors are named {InputName}, "
                + $"{TargetName} and {WeightName}, or {InputName}/0, {InputName}/1 and so on where there are several");
    }

    private int RequireRows()
    {
        foreach (RowTensor tensor in All)
        {
            if (tensor.Rows != inputs[0].Rows)
                throw new InvalidDataException($"its tensor '{tensor.Entry.Name}' has {Counted.Of(tensor.Rows, "row")}, and "
                    + FormattableString.Invariant($"'{inputs[0].Entry.Name}' has {inputs[0].Rows}"));
        }

        return inputs[0].Rows <= Array.MaxLength
            ? (int)inputs[0].Rows
            : throw new InvalidDataException(FormattableString.Invariant(
                $"it has {inputs[0].Rows} rows; a data set has at most {Array.MaxLength}"));
    }

    private IEnumerable<RowTensor> All => inputs.Concat(targets).Concat(weights.OfType<RowTensor>());

    /// <summary>A tensor of the file, whose first axis is that of the rows.</summary>
    private sealed record RowTensor(SafetensorsEntry Entry, long Rows, Shape Shape)
    {
        public static RowTensor Of(SafetensorsEntry entry)
        {
            if (entry.Sizes.Length == 0)
                throw new InvalidDataException($"its tensor '{entry.Name}' is a scalar and has no rows");
            try
            {
                return new RowTensor(entry, entry.Sizes[0], new Shape([.. entry.Sizes.Skip(1).Select(size => checked((int)size))]));
            }
            catch (Exception exception) when (exception is OverflowException or ArgumentException)
            {
                throw new InvalidDataException($"a row of its tensor '{entry.Name}' of shape {entry.ShapeText} has more elements than "
                    + "one tensor can hold", exception);
            }
        }
    }
}
