using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace NeuralNet.Text;

/// <summary>Reads the formats of files of word vectors.</summary>
internal static class WordVectorFile
{
    /// <summary>The maximum number of bytes of a word in a binary file, which has no lines.</summary>
    private const int MaxWordLength = 1 << 12;

    /// <summary>The number of characters of a text that a message shows.</summary>
    private const int Shown = 60;

    /// <summary>Reads a text file without a header, as GloVe writes it.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static void ReadGlove(ByteReader reader, WordVectorTable table)
    {
        bool seemsHeader = false;
        while (reader.TryReadLine(out ReadOnlySpan<byte> line))
        {
            line = line.TrimEnd((byte)' ');
            if (line.IsEmpty && table.Dimension > 0 && reader.TrySkipBlankEnd())
                break;
            if (table.Dimension == 0)
            {
                if (line.Contains((byte)'\t'))
                    throw TabSeparated(reader);
                table.Dimension = line.Count((byte)' ');
                RequireDimension(reader, table.Dimension);
                seemsHeader = TryReadHeader(line, out _, out _);
            }

            if (seemsHeader && reader.LineCount == 2 && line.Count((byte)' ') != 1)
                throw new InvalidDataException($"{table.Origin}, line 1: two whole numbers are the header of a file of word2vec. "
                    + "Load it by LoadWord2Vec.");
            ReadLine(reader, line, table);
        }

        if (table.Dimension == 0)
            throw reader.Error("the file is empty.");
    }

    /// <summary>Reads a file with a header, text or binary, as word2vec writes it.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static void ReadWord2Vec(ByteReader reader, WordVectorTable table)
    {
        if (!reader.TryReadLine(out ReadOnlySpan<byte> header))
            throw reader.Error("the file is empty.");
        if (header.Contains((byte)'\t'))
            throw TabSeparated(reader);
        if (!TryReadHeader(header, out long count, out int dimension))
            throw reader.LineError($"'{Shorten(header)}' should be the number of words and the number of elements of a vector, as in "
                + "files of word2vec. A file of GloVe, which has no such line, is loaded by LoadGlove.");
        RequireDimension(reader, dimension);
        table.Dimension = dimension;
        if (IsText(reader, dimension))
            ReadText(reader, table, count);
        else
            ReadBinary(reader, table, count);
    }

    private static void ReadText(ByteReader reader, WordVectorTable table, long count)
    {
        while (reader.TryReadLine(out ReadOnlySpan<byte> line))
        {
            bool isBehindVectors = reader.LineCount - 1 > count;
            if (isBehindVectors && line.Trim((byte)' ').IsEmpty && reader.TrySkipBlankEnd())
                break;
            if (isBehindVectors)
                throw reader.LineError(FormattableString.Invariant($"the first line tells {count} words, and the file has more."));
            ReadLine(reader, line.TrimEnd((byte)' '), table);
        }

        if (reader.LineCount - 1 < count)
            throw reader.Error(FormattableString.Invariant(
                $"the first line tells {count} words, and the file ends after {reader.LineCount - 1}. Copy or download it again."));
    }

    private static void ReadBinary(ByteReader reader, WordVectorTable table, long count)
    {
        int length = table.Dimension * sizeof(float);
        for (long number = 1; number <= count; number++)
        {
            string? word = table.Find(ReadWord(reader, number, count));
            ReadOnlySpan<byte> bytes = reader.Peek(length);
            if (bytes.Length < length)
                throw Truncated(reader, number, count);
            if (word is not null)
                table.Vectors.Add(word, ReadVector(reader, bytes, word, number));
            reader.Skip(length);
        }

        if (reader.Peek(1) is [(byte)'\n'])
            reader.Skip(1);
        if (reader.Peek(1).Length > 0)
            throw reader.Error(FormattableString.Invariant($"the first line tells {count} words, and the file has more."));
    }

    /// <summary>Reads a word up to the space behind it. A line break before it belongs to the vector before.</summary>
    private static ReadOnlySpan<byte> ReadWord(ByteReader reader, long number, long count)
    {
        if (reader.Peek(1) is [(byte)'\n'])
            reader.Skip(1);
        ReadOnlySpan<byte> bytes = reader.Peek(MaxWordLength);
        int length = bytes.IndexOf((byte)' ');
        if (length < 0)
            throw bytes.Length < MaxWordLength
                ? Truncated(reader, number, count)
                : reader.Error(FormattableString.Invariant($"the word {number} has more than {MaxWordLength} bytes; the file is damaged, ")
                    + "or the first line tells another number of elements than the vectors have.");
        reader.Skip(length + 1);
        return bytes[..length];
    }

    private static float[] ReadVector(ByteReader reader, ReadOnlySpan<byte> bytes, string word, long number)
    {
        var vector = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
            if (!float.IsFinite(vector[i]))
                throw reader.Error(string.Create(CultureInfo.InvariantCulture,
                    $"the element {i} of the vector of '{word}', the word {number} of the file, is {vector[i]}."));
        }

        return vector;
    }

    /// <summary>Reads a line: a word, which may have spaces, and the elements of its vector.</summary>
    private static void ReadLine(ByteReader reader, ReadOnlySpan<byte> line, WordVectorTable table)
    {
        int spaces = line.Count((byte)' ');
        if (spaces < table.Dimension && line.Contains((byte)'\t'))
            throw TabSeparated(reader);
        if (spaces < table.Dimension)
            throw reader.LineError(FormattableString.Invariant(
                $"a word and {table.Dimension} elements should stand here; there are {spaces + 1} parts: '{Shorten(line)}'."));
        int wordEnd = line.IndexOf((byte)' ');
        for (int rest = spaces - table.Dimension; rest > 0; rest--)
        {
            ReadOnlySpan<byte> part = line[(wordEnd + 1)..];
            int length = part.IndexOf((byte)' ');
            if (TryParse(part[..length], out _))
                throw reader.LineError(FormattableString.Invariant(
                    $"a word and {table.Dimension} elements should stand here; there are more: '{Shorten(line)}'."));
            wordEnd += length + 1;
        }

        if (table.Find(line[..wordEnd]) is { } word)
            table.Vectors.Add(word, ParseVector(reader, line[(wordEnd + 1)..], table.Dimension));
    }

    private static float[] ParseVector(ByteReader reader, ReadOnlySpan<byte> line, int dimension)
    {
        var vector = new float[dimension];
        for (int i = 0; i < dimension; i++)
        {
            int length = line.IndexOf((byte)' ');
            ReadOnlySpan<byte> element = length < 0 ? line : line[..length];
            if (!TryParse(element, out vector[i]))
                throw reader.LineError(FormattableString.Invariant($"the element {i}, '{Shorten(element)}', is no finite number."));
            line = length < 0 ? default : line[(length + 1)..];
        }

        return vector;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    private static bool TryReadHeader(ReadOnlySpan<byte> line, out long count, out int dimension)
    {
        dimension = 0;
        return Utf8Parser.TryParse(line, out count, out int read) && count >= 0 && read < line.Length && line[read] == ' '
            && Utf8Parser.TryParse(line[(read + 1)..], out dimension, out int last)
            && line[(read + 1 + last)..].Trim((byte)' ').IsEmpty;
    }

    /// <summary>
    /// Returns whether the vector behind the header is text: as many bytes as the elements have at least, a digit and a space each, are
    /// printable. A line that is too short may end among them. Tabs are text, which is refused where a line is read.
    /// </summary>
    private static bool IsText(ByteReader reader, int dimension)
    {
        ReadOnlySpan<byte> start = reader.Peek(MaxWordLength + 2 * dimension);
        start = start[(start.IndexOf((byte)' ') + 1)..];
        start = start[..Math.Min(start.Length, 2 * dimension - 1)];
        bool isBehindLine = false;
        foreach (byte value in start)
        {
            bool isLineEnd = value is (byte)'\r' or (byte)'\n';
            if (!isLineEnd && value != (byte)'\t' && !(value is >= (byte)' ' and <= (byte)'~') && !(isBehindLine && value >= 0x80))
                return false;
            isBehindLine |= isLineEnd;
        }

        return true;
    }

    private static void RequireDimension(ByteReader reader, int dimension)
    {
        if (dimension is < 1 or > WordVectorTable.MaxDimension)
            throw reader.LineError(FormattableString.Invariant(
                $"a vector would have {dimension} elements; it can have from 1 to {WordVectorTable.MaxDimension}."));
    }

    private static InvalidDataException TabSeparated(ByteReader reader) =>
        reader.LineError("there are tabs between the parts; files of word vectors have spaces. Replace the tabs by spaces.");

    private static InvalidDataException Truncated(ByteReader reader, long number, long count) => reader.Error(FormattableString.Invariant(
        $"the first line tells {count} words, and the file ends within the word {number}. Copy or download it again."));

    private static string Shorten(ReadOnlySpan<byte> text) => text.Length <= Shown
        ? Encoding.UTF8.GetString(text)
        : $"{Encoding.UTF8.GetString(text[..Shown])}…";
}
