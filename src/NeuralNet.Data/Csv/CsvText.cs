using System.Text;

namespace NeuralNet.Data;

/// <summary>
/// The characters of a CSV file: decompressed if they are gzip data, and decoded by the byte-order mark or the given encoding. Bytes that
/// the encoding does not have are refused with their line.
/// </summary>
internal sealed class CsvText : TextReader
{
    private const int BufferLength = 1 << 16;

    private readonly Stream stream;
    private readonly string origin;
    private readonly byte[] bytes = new byte[BufferLength];
    private readonly GzipReader? gzip;
    private readonly Encoding encoding;
    private readonly Decoder decoder;
    private readonly char[] first;
    private int firstStart;
    private int byteStart;
    private int byteEnd;
    private bool isAtEnd;
    private long lineFeeds, carriageReturns;

    /// <param name="stream">The bytes; the stream is not disposed.</param>
    /// <param name="origin">The name of the file, for messages.</param>
    /// <param name="fallback">The encoding of bytes without a byte-order mark.</param>
    public CsvText(Stream stream, string origin, Encoding fallback)
    {
        (this.stream, this.origin) = (stream, origin);
        ByteCount = stream.CanSeek ? stream.Length - stream.Position : 0;
        FillWith(stream);
        if (bytes.AsSpan(0, byteEnd).StartsWith(GzipReader.Magic))
        {
            gzip = new GzipReader(new ConcatenatedStream(new MemoryStream(bytes[..byteEnd]), stream));
            ByteCount = 0;
            Refill();
        }

        (encoding, byteStart) = Detect(bytes.AsSpan(0, byteEnd), fallback);
        decoder = encoding.GetDecoder();
        first = new char[BufferLength];
        int length = ReadMany(first);
        Array.Resize(ref first, length);
    }

    /// <summary>Gets a value indicating whether a character that was read is a quote.</summary>
    public bool HasQuotes { get; private set; }

    /// <summary>The number of bytes of the text; 0 if it is not known, as that of compressed data.</summary>
    public long ByteCount { get; }

    /// <summary>The first line, or its beginning if it is long. It can be called before the first character is read.</summary>
    public ReadOnlySpan<char> FirstLine
    {
        get
        {
            ReadOnlySpan<char> text = first.AsSpan(firstStart).TrimStart("\r\n");
            return text.IndexOfAny('\r', '\n') is >= 0 and int end ? text[..end] : text;
        }
    }

    /// <summary>The number of lines that were skipped.</summary>
    public int SkippedLines { get; private set; }

    /// <summary>The number of line breaks that were read, of one or of two characters.</summary>
    private long LineBreaks => Math.Max(lineFeeds, carriageReturns);

    /// <summary>Skips lines before the first character is read.</summary>
    /// <exception cref="InvalidDataException">The lines are more than those of the first 65,536 characters.</exception>
    public void SkipLines(int count)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<char> rest = first.AsSpan(firstStart);
            int length = rest.IndexOfAny('\r', '\n');
            if (length < 0)
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{origin}: {count} lines are to be skipped (SkipLines); the beginning of the file has {SkippedLines}."));
            firstStart += length + (rest[length..] is ['\r', '\n', ..] ? 2 : 1);
            SkippedLines++;
        }
    }

    /// <summary>Returns the number of bytes of a line of the file, with a line break of one character.</summary>
    public int CountBytes(ReadOnlySpan<char> line) => encoding.GetByteCount(line) + encoding.GetByteCount("\n");

    public override int Read(Span<char> target)
    {
        int rest = first.Length - firstStart;
        if (rest == 0)
            return Decode(target);
        int count = Math.Min(rest, target.Length);
        first.AsSpan(firstStart, count).CopyTo(target);
        firstStart += count;
        return count;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    protected override void Dispose(bool disposing)
    {
        gzip?.Dispose();
        base.Dispose(disposing);
    }

    private int ReadMany(Span<char> target)
    {
        int total = 0;
        while (total < target.Length && Decode(target[total..]) is > 0 and int count)
            total += count;
        return total;
    }

    private int Decode(Span<char> target)
    {
        while (true)
        {
            if (byteStart == byteEnd && !isAtEnd)
                Refill();
            int count = Convert(target);
            if (count == 0 && !isAtEnd && target.Length > 0)
                continue;
            HasQuotes = HasQuotes || target[..count].Contains('"');
            lineFeeds += target[..count].Count('\n');
            if (lineFeeds == 0)
                carriageReturns += target[..count].Count('\r');
            return count;
        }
    }

    private int Convert(Span<char> target)
    {
        ReadOnlySpan<byte> source = bytes.AsSpan(byteStart, byteEnd - byteStart);
        try
        {
            decoder.Convert(source, target, flush: isAtEnd, out int bytesUsed, out int charsUsed, out _);
            byteStart += bytesUsed;
            return charsUsed;
        }
        catch (DecoderFallbackException exception)
        {
            throw InvalidBytes(source, exception);
        }
    }

    private void Refill()
    {
        byteStart = 0;
        byteEnd = 0;
        try
        {
            FillWith(gzip is null ? stream : null);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{origin}, after line {LineBreaks}: the gzip data are truncated or damaged, or other data follow them. Copy or download ")
                + "the file again.", exception);
        }
    }

    /// <summary>Fills the buffer from a stream, or from the decompressed data if there is none.</summary>
    private void FillWith(Stream? source)
    {
        int count;
        do
        {
            Span<byte> free = bytes.AsSpan(byteEnd);
            count = source is null ? gzip!.Read(free) : source.Read(free);
            byteEnd += count;
        }
        while (count > 0 && byteEnd < bytes.Length);
        isAtEnd = count == 0;
    }

    private InvalidDataException InvalidBytes(ReadOnlySpan<byte> source, DecoderFallbackException exception)
    {
        int valid = Math.Clamp(exception.Index, 0, source.Length);
        long line = LineBreaks + 1 + Math.Max(source[..valid].Count((byte)'\n'), source[..valid].Count((byte)'\r'));
        string invalid = BitConverter.ToString(exception.BytesUnknown ?? []).Replace('-', ' ');
        return new InvalidDataException(FormattableString.Invariant(
            $"{origin}, line {line}: the bytes {invalid} are not {encoding.WebName}. If the file has another encoding, give it: ")
            + "new CsvOptions { Encoding = Encoding.Latin1 }.", exception);
    }

    /// <summary>Returns the encoding, which throws at invalid bytes, and the length of the byte-order mark.</summary>
    private static (Encoding Encoding, int MarkLength) Detect(ReadOnlySpan<byte> bytes, Encoding fallback)
    {
        (Encoding encoding, int markLength) = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
            [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
            [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
            [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
            _ => (fallback, 0),
        };
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return (strict, markLength);
    }
}
