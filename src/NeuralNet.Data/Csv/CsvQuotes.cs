namespace NeuralNet.Data;

/// <summary>
/// Checks the quotes of a row: a quoted value begins and ends with a quote, and a quote within it is doubled (RFC 4180); spaces may stand
/// around it.
/// </summary>
internal static class CsvQuotes
{
    /// <summary>Returns the index of the first character that breaks the rule; -1 if none does.</summary>
    public static int IndexOfError(ReadOnlySpan<char> row, char separator)
    {
        int start = 0;
        while (start <= row.Length)
        {
            int open = start;
            while (open < row.Length && row[open] == ' ')
                open++;
            int end = open < row.Length && row[open] == '"' ? EndOfQuoted(row, open) : EndOfPlain(row, open, separator);
            if (end < 0)
                return open;
            if (end < row.Length && row[end] != separator)
                return end;
            start = end + 1;
        }

        return -1;
    }

    /// <summary>Returns the index of the separator after a plain value, or of a quote in it.</summary>
    private static int EndOfPlain(ReadOnlySpan<char> row, int start, char separator) =>
        row[start..].IndexOfAny(separator, '"') is >= 0 and int length ? start + length : row.Length;

    /// <summary>Returns the index of the character after a quoted value and the spaces that follow it; -1 if it is not closed.</summary>
    private static int EndOfQuoted(ReadOnlySpan<char> row, int open)
    {
        int close = open + 1;
        while (true)
        {
            int length = row[close..].IndexOf('"');
            if (length < 0)
                return -1;
            close += length + 1;
            if (close == row.Length || row[close] != '"')
                break;
            close++;
        }

        while (close < row.Length && row[close] == ' ')
            close++;
        return close;
    }
}
