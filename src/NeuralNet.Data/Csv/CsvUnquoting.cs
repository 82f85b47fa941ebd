namespace NeuralNet.Data;

/// <summary>
/// Removes the spaces around a value and its quotes, and makes one quote of two within it. The quotes of the row are valid
/// (<see cref="CsvQuotes"/>).
/// </summary>
internal sealed class CsvUnquoting
{
    private char[] buffer = [];

    /// <summary>Returns the value; it is valid until the next call.</summary>
    public ReadOnlySpan<char> Unquote(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> trimmed = value.Trim(' ');
        if (trimmed.IsEmpty || trimmed[0] != '"')
            return trimmed;
        ReadOnlySpan<char> quoted = trimmed[1..^1];
        return quoted.Contains('"') ? HalveQuotes(quoted) : quoted;
    }

    private ReadOnlySpan<char> HalveQuotes(ReadOnlySpan<char> quoted)
    {
        if (buffer.Length < quoted.Length)
            buffer = new char[quoted.Length];
        int length = 0;
        while (quoted.IndexOf('"') is >= 0 and int quote)
        {
            quoted[..(quote + 1)].CopyTo(buffer.AsSpan(length));
            length += quote + 1;
            quoted = quoted[(quote + 2)..];
        }

        quoted.CopyTo(buffer.AsSpan(length));
        return buffer.AsSpan(0, length + quoted.Length);
    }
}
