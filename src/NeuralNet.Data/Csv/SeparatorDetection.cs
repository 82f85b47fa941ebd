namespace NeuralNet.Data;

/// <summary>Detects the separator of a CSV file from its first line.</summary>
internal static class SeparatorDetection
{
    /// <summary>Returns the candidate that occurs most outside quotes; the first of equals, a comma if there is none.</summary>
    public static char Detect(ReadOnlySpan<char> line, char decimalSeparator)
    {
        (char separator, int max) = (decimalSeparator == ',' ? ';' : ',', 0);
        foreach (char candidate in ",\t;")
        {
            if (candidate == decimalSeparator)
                continue;
            int count = CountOutsideQuotes(line, candidate);
            if (count > max)
                (separator, max) = (candidate, count);
        }

        return separator;
    }

    public static int CountOutsideQuotes(ReadOnlySpan<char> line, char character)
    {
        (int count, bool isQuoted) = (0, false);
        foreach (char c in line)
        {
            isQuoted ^= c == '"';
            if (c == character && !isQuoted)
                count++;
        }

        return count;
    }
}
