using System.IO.Compression;

namespace NeuralNet.Text;

/// <summary>
/// Decompresses gzip data (RFC 1952), and tells truncated data, which <see cref="GZipStream"/> takes for complete: a further member with a
/// known content follows the file, and only what stands before that content is data.
/// </summary>
internal sealed class CompleteGzipStream : IDisposable
{
    private static readonly byte[] EndMark = [.. "\0end of the compressed data\0"u8];
    private static readonly byte[] EndMember = Compress(EndMark);

    private readonly GZipStream decompressed;
    private readonly byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool isAtEnd;

    /// <param name="first">The bytes of the file that were read.</param>
    /// <param name="rest">The file; it is not disposed.</param>
    public CompleteGzipStream(byte[] first, Stream rest) => decompressed = new GZipStream(
        new StreamSequence(new MemoryStream(first), rest, new MemoryStream(EndMember)), CompressionMode.Decompress);

    /// <summary>Reads decompressed bytes; returns 0 at the end of the data.</summary>
    /// <exception cref="InvalidDataException">The data are damaged or truncated.</exception>
    public int Read(Span<byte> target)
    {
        // The bytes that may be the mark stay in the buffer until more have come, or the end.
        while (!isAtEnd && end - start <= EndMark.Length)
            Fill();
        int count = Math.Min(target.Length, end - start - EndMark.Length);
        buffer.AsSpan(start, count).CopyTo(target);
        start += count;
        return count;
    }

    public void Dispose() => decompressed.Dispose();

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        int count = decompressed.Read(buffer.AsSpan(end));
        end += count;
        isAtEnd = count == 0;
        if (isAtEnd && !buffer.AsSpan(0, end).EndsWith(EndMark))
            throw new InvalidDataException("The gzip data are truncated.");
    }

    private static byte[] Compress(byte[] content)
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest))
            gzip.Write(content);
        return member.ToArray();
    }

    /// <summary>The bytes of several streams one after the other. The streams are not disposed.</summary>
    private sealed class StreamSequence(params Stream[] streams) : Stream
    {
        private int current;

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
            for (; current < streams.Length; current++)
            {
                if (streams[current].Read(buffer) is > 0 and int count)
                    return count;
            }

            return 0;
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
