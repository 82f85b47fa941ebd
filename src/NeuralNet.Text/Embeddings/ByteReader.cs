namespace NeuralNet.Text;

/// <summary>Reads lines and bytes of a file, which is decompressed if it has the mark of gzip.</summary>
internal sealed class ByteReader : IDisposable
{
    /// <summary>The maximum length of a line, which a file without line breaks would exceed.</summary>
    private const int MaxLineLength = 1 << 22;

    private static readonly byte[] ZipMark = [(byte)'P', (byte)'K', 3, 4];

    private readonly string origin;
    private readonly Stream file;
    private readonly GzipReader? gzip;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;

    /// <param name="file">The file; it is not disposed.</param>
    /// <param name="origin">The name of the file, for messages.</param>
    /// <exception cref="InvalidDataException">The file is a zip archive.</exception>
    public ByteReader(Stream file, string origin)
    {
        (this.file, this.origin) = (file, origin);
        end = file.ReadAtLeast(buffer, ZipMark.Length, throwOnEndOfStream: false);
        if (buffer.AsSpan(0, end).StartsWith(ZipMark))
            throw Error("the file is a zip archive. Unpack it first, and load the file that it contains.");
        if (buffer.AsSpan(0, end).StartsWith(GzipReader.Magic))
        {
            gzip = new GzipReader(new ConcatenatedStream(new MemoryStream(buffer[..end]), file));
            end = 0;
        }
    }

    /// <summary>The number of lines that were read.</summary>
    public long LineCount { get; private set; }

    /// <summary>
    /// Reads a line without its end, LF or CRLF, and without the byte order mark of the file; the memory is valid until the next call.
    /// </summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="InvalidDataException">The line is too long, or the compressed data are damaged or truncated.</exception>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = TakeLine(searched + length, terminatorLength: 1);
                return true;
            }

            searched = end - start;
            if (searched > MaxLineLength)
                throw Error(FormattableString.Invariant($"line {LineCount + 1} has more than {MaxLineLength} bytes; the file is no text ")
                    + "of word vectors.");
            if (TryFill())
                continue;
            line = searched > 0 ? TakeLine(searched, terminatorLength: 0) : default;
            return searched > 0;
        }
    }

    /// <summary>Reads over blank lines.</summary>
    /// <returns>Whether the file ends behind them.</returns>
    public bool TrySkipBlankEnd()
    {
        while (Peek(1) is [(byte)' ' or (byte)'\r' or (byte)'\n'])
            Skip(1);
        return Peek(1).IsEmpty;
    }

    /// <summary>Returns up to a number of the next bytes without reading over them.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (end - start < count && TryFill())
        {
        }

        return buffer.AsSpan(start, Math.Min(count, end - start));
    }

    /// <summary>Reads over bytes that were peeked at.</summary>
    public void Skip(int count) => start += count;

    public InvalidDataException Error(string problem) => new($"{origin}: {problem}");

    /// <summary>Creates the error of the line that was read last.</summary>
    public InvalidDataException LineError(string problem) =>
        new(FormattableString.Invariant($"{origin}, line {LineCount}: {problem}"));

    public void Dispose() => gzip?.Dispose();

    private ReadOnlySpan<byte> TakeLine(int length, int terminatorLength)
    {
        ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
        start += length + terminatorLength;
        LineCount++;
        if (LineCount == 1 && line.StartsWith("\uFEFF"u8))
            line = line["\uFEFF"u8.Length..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    /// <summary>Reads more bytes behind those of the buffer; returns false at the end of the file.</summary>
    private bool TryFill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length)
            Array.Resize(ref buffer, 2 * buffer.Length);
        try
        {
            int count = gzip?.Read(buffer.AsSpan(end)) ?? file.Read(buffer.AsSpan(end));
            end += count;
            return count > 0;
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{origin}, after line {LineCount}: the gzip data are truncated or damaged. Copy or download the file again."), exception);
        }
    }
}
