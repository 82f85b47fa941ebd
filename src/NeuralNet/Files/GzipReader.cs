using System.IO.Compression;

namespace NeuralNet;

/// <summary>
/// Decompresses gzip data (RFC 1952), and tells truncated data, which <see cref="GZipStream"/> takes for complete: another member with a
/// known content follows the data, and is read at their end only if they are complete.
/// </summary>
internal sealed class GzipReader(Stream compressed) : IDisposable
{
    private static readonly byte[] EndMark = [.. "\0end of the compressed data\0"u8];
    private static readonly byte[] EndMember = Compress(EndMark);

    private readonly GZipStream decompressed = new(new ConcatenatedStream(compressed, new MemoryStream(EndMember)),
        CompressionMode.Decompress);
    private readonly byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool isAtEnd;

    /// <summary>The first two bytes of gzip data.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1f, 0x8b];

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
}
