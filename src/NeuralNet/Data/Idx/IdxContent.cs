namespace NeuralNet;

/// <summary>The content of an IDX file, decompressed if it is compressed.</summary>
internal sealed class IdxContent : IDisposable
{
    private readonly ConcatenatedStream whole;
    private readonly GzipReader? gzip;
    private readonly long? length;

    /// <summary>Opens the content of a stream, which stays open when the content is disposed of.</summary>
    /// <param name="source">The stream, from its position on.</param>
    /// <param name="description">The name of the stream in messages.</param>
    public IdxContent(Stream source, string description)
    {
        Description = description;
        byte[] start = new byte[2];
        int known = source.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        bool isCompressed = start.AsSpan().SequenceEqual(GzipReader.Magic);
        if (!isCompressed && source.CanSeek)
            length = known + source.Length - source.Position;
        whole = new ConcatenatedStream(new MemoryStream(start, 0, known), source);
        gzip = isCompressed ? new GzipReader(whole) : null;
    }

    public string Description { get; }

    /// <summary>The number of bytes that were read.</summary>
    public long Position { get; private set; }

    /// <summary>The number of bytes that follow; null if it is known at the end only.</summary>
    public long? Remaining => length - Position;

    /// <summary>Reads bytes until the span is full or the content ends.</summary>
    /// <returns>The number of bytes that were read.</returns>
    /// <exception cref="InvalidDataException">The content cannot be decompressed.</exception>
    public int Read(Span<byte> bytes)
    {
        int count = 0;
        try
        {
            while (count < bytes.Length && ReadSome(bytes[count..]) is > 0 and int read)
            {
                count += read;
                Position += read;
            }
        }
        catch (InvalidDataException exception)
        {
            throw Wrong($"its content cannot be decompressed after byte {Position}, for it is damaged or truncated: "
                + $"{exception.Message.TrimEnd('.')}", exception);
        }

        return count;
    }

    /// <summary>Creates an exception.</summary>
    public InvalidDataException Wrong(string message, Exception? cause = null) =>
        new($"{Description} cannot be read as IDX: {message}.", cause);

    public void Dispose()
    {
        gzip?.Dispose();
        whole.Dispose();
    }

    private int ReadSome(Span<byte> bytes) => gzip is null ? whole.Read(bytes) : gzip.Read(bytes);
}
