using System.Globalization;

namespace NeuralNet;

/// <summary>
/// Writes the rows of a data set to a safetensors file while they are read. The header contains the number of rows, so that it is written
/// last, to the space reserved for it. A file contains one tensor after the other, so that the rows of all tensors but the first are
/// collected in temporary files.
/// </summary>
internal sealed class RowFileWriter : IDisposable
{
    /// <summary>The value of the metadata entry "format", by which a file of this class is recognized.</summary>
    public const string Format = "NeuralNet data set";

    /// <summary>The version of the format, incremented when an older reader would misread a newer file.</summary>
    public const int Version = 1;

    private KeyValuePair<string, string>[] Metadata =>
    [
        new(FileMetadata.FormatKey, Format),
        new(FileMetadata.VersionKey, Version.ToString(CultureInfo.InvariantCulture)),
        .. columns.Select(column => KeyValuePair.Create(ChecksumKey(column.Name), Text(column.Checksum.Value))),
    ];

    private readonly string path;
    private readonly Dataset source;
    private readonly Stream stream;
    private readonly byte[] buffer = new byte[SafetensorsWriter.ChunkLength * sizeof(float)];
    private readonly List<RowColumn> columns = [];
    private RowColumn?[] inputs = [], targets = [], weights = [];
    private int headerLength;
    private long elements, rows;

    private RowFileWriter(string path, Dataset source, Stream stream) => (this.path, this.source, this.stream) = (path, source, stream);

    /// <summary>Returns the key of the checksum of a tensor, that of its bytes in the file.</summary>
    public static string ChecksumKey(string tensor) => $"{Checksum.Key} {tensor}";

    /// <summary>Returns the text of a checksum, which has one length.</summary>
    public static string Text(uint checksum) => checksum.ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Writes the elements of a pass, samples or batches, as rows.</summary>
    /// <exception cref="InvalidOperationException">There is no row, an element is unlike the first, or one cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The pass was cancelled.</exception>
    public static void Write(string path, Dataset source, DatasetPass pass) => AtomicFile.Write(path, stream =>
    {
        using var writer = new RowFileWriter(path, source, stream);
        writer.Write(pass);
    });

    public void Dispose()
    {
        foreach (RowColumn column in columns.Skip(1))
            column.Stream.Dispose();
    }

    private void Write(DatasetPass pass)
    {
        using DatasetReader reader = source.Open(pass);
        while (TryRead(reader, pass.CancellationToken, out DatasetElement element))
        {
            if (elements == 0)
                Begin(element);
            Append(element);
            reader.Recycle(element);
            pass.CancellationToken.ThrowIfCancellationRequested();
        }

        if (rows == 0)
            throw new InvalidOperationException($"The data set ({source}) came to nothing, so that there is nothing to cache in '{path}'.");
        End();
    }

    private bool TryRead(DatasetReader reader, CancellationToken cancellationToken, out DatasetElement element)
    {
        try
        {
            return reader.TryRead(out element);
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new InvalidOperationException(FormattableString.Invariant(
                $"Element {elements} of the data set ({source}) could not be read, so that '{path}' was not written. {exception.Message}"),
                exception);
        }
    }

    /// <summary>Creates the columns of the first element and reserves the space of the header.</summary>
    private void Begin(in DatasetElement element)
    {
        inputs = NewColumns(RowFile.InputName, element.InputList);
        targets = NewColumns(RowFile.TargetName, element.TargetList);
        weights = NewColumns(RowFile.WeightName, element.WeightList);
        if (weights.Length > 1 && weights.Length != targets.Length)
            throw Unlike($"has {weights.Length} sample weights for {Counted.Of(targets.Length, "target")}",
                "one for all or one for each is needed");
        IEnumerable<SafetensorsEntry> longest = columns.Select(column => column.Entry(int.MaxValue, long.MaxValue, long.MaxValue));
        headerLength = SafetensorsWriter.WriteHeader(stream, longest, Metadata);
    }

    private RowColumn?[] NewColumns(string name, TensorList tensors)
    {
        var created = new RowColumn?[tensors.Count];
        for (int i = 0; i < created.Length; i++)
        {
            if (tensors[i] is not { } tensor)
                continue;
            Stream destination = columns.Count == 0 ? stream : AtomicFile.OpenTemporary(path);
            created[i] = new RowColumn(RowFile.NameOf(name, i, created.Length), RowShape(tensor), destination);
            columns.Add(created[i]!);
        }

        return created;
    }

    private void Append(in DatasetElement element)
    {
        int count = source.IsBatched ? element.InputList[0]!.Rows : 1;
        Append(inputs, element.InputList, count, "input");
        Append(targets, element.TargetList, count, "target");
        Append(weights, element.WeightList, count, "sample weight");
        rows += count;
        elements++;
        if (rows > Array.MaxLength)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"The data set ({source}) has more than {Array.MaxLength} rows, the maximum of a cache. Cache a part of it: Take(count)."));
    }

    private void Append(RowColumn?[] destinations, TensorList tensors, int count, string what)
    {
        if (tensors.Count != destinations.Length)
            throw Unlike($"has {Counted.Of(tensors.Count, what)}", FormattableString.Invariant($"element 0 has {destinations.Length}"));
        for (int i = 0; i < destinations.Length; i++)
        {
            RowColumn? column = destinations[i];
            if (column is null != tensors[i] is null)
                throw Unlike(FormattableString.Invariant($"has {(column is null ? "a" : "no")} {what} {i}"), "element 0 is the opposite");
            if (column is not null)
                Append(column, tensors[i]!, count, FormattableString.Invariant($"{what} {i}"));
        }
    }

    private void Append(RowColumn column, Tensor tensor, int count, string what)
    {
        if (!RowShape(tensor).Equals(column.Shape))
            throw Unlike($"has rows of the shape {RowShape(tensor)} as its {what}",
                $"element 0 has {column.Shape}. Rows of a cache have equal shapes; pad shorter ones by Map");
        if (source.IsBatched && tensor.Rows != count)
            throw Unlike($"has {Counted.Of(tensor.Rows, "row")} as its {what}", $"its input 0 has {count}");
        for (int start = 0; start < tensor.Length; start += SafetensorsWriter.ChunkLength)
        {
            ReadOnlySpan<float> chunk = tensor.Data.Slice(start, Math.Min(SafetensorsWriter.ChunkLength, tensor.Length - start));
            Span<byte> bytes = buffer.AsSpan(0, chunk.Length * sizeof(float));
            TensorBytes.Encode(SafetensorsDataType.F32, chunk, bytes);
            column.Checksum.Append(bytes);
            column.Stream.Write(bytes);
        }
    }

    /// <summary>Appends the temporary files and replaces the header.</summary>
    private void End()
    {
        foreach (RowColumn column in columns.Skip(1))
        {
            column.Stream.Position = 0;
            column.Stream.CopyTo(stream, buffer.Length);
        }

        var entries = new List<SafetensorsEntry>();
        long begin = 0;
        foreach (RowColumn column in columns)
        {
            long end = begin + rows * column.Shape.Size * sizeof(float);
            entries.Add(column.Entry(rows, begin, end));
            begin = end;
        }

        stream.Position = 0;
        SafetensorsWriter.WriteHeader(stream, entries, Metadata, headerLength);
    }

    private Shape RowShape(Tensor tensor)
    {
        if (!source.IsBatched)
            return tensor.Shape;
        return tensor.Rank > 0 ? tensor.Shape.WithoutBatch() : throw Unlike("is a batch with a scalar", "which has no rows");
    }

    private InvalidOperationException Unlike(string actual, string expected) => new(FormattableString.Invariant(
        $"Element {elements} of the data set ({source}) {actual}, and {expected}. '{path}' was not written."));
}
