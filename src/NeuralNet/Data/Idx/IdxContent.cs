using System.IO.Compression;

namespace NeuralNet;

/// <summary>The content of an IDX file, decompressed if it is compressed.</summary>
internal sealed class IdxContent : IDisposable
{
    private readonly Stream stream;
    private readonly long? length;

    /// <summary>Opens the content of a stream, which stays open when the content is disposed of.</summary>
    /// <param name="source">The stream, from its position on.</param>
    /// <param name="description">The name of the stream in messages.</param>
    public IdxContent(Stream source, string description)
    {
        Description = description;
        byte[] start = new byte[2];
        int known = source.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        bool isCompressed = start is [0x1F, 0x8B];
        if (!isCompressed && source.CanSeek)
            length = known + source.Length - source.Position;
        var whole = new PrefixedStream(start.AsMemory(0, known), source);
        stream = isCompressed ? new GZipStream(whole, CompressionMode.Decompress) : whole;
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
            while (count < bytes.Length && stream.Read(bytes[count..]) is > 0 and int read)
            {
                count += read;
                Position += read;
            }
        }
        catch (InvalidDataException exception)
        {
            throw Wrong($"its content cannot be decompressed after byte {Position}: {exception.Message.TrimEnd('.')}", exception);
        }

        return count;
    }

    /// <summary>Creates an exception.</summary>
    public InvalidDataException Wrong(string message, Exception? cause = null) =>
        new($"{Description} cannot be read as IDX: {message}.", cause);

    public void Dispose() => stream.Dispose();

    /// <summary>A stream of which the first bytes were read already.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (prefix.IsEmpty)
                return rest.Read(buffer);
            int count = Math.Min(buffer.Length, prefix.Length);
            prefix.Span[..count].CopyTo(buffer);
            prefix = prefix[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
