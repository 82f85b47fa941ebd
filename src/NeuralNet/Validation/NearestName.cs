namespace NeuralNet;

/// <summary>Finds the known name that was probably meant by an unknown one.</summary>
internal static class NearestName
{
    /// <summary>The number of characters of a name for each wrong character that is allowed.</summary>
    private const int CharactersPerError = 3;

    /// <summary>The maximum length of names that are compared; longer names come from damaged files, not from typing errors.</summary>
    private const int MaxLength = 60;

    /// <summary>Returns a sentence for the end of a message, which begins with a space; empty if no known name is near.</summary>
    public static string Question(string name, IEnumerable<string> known) => Of(name, known) is { } nearest ? $" Did you mean '{nearest}'?"
        : "";

    /// <summary>Returns the first of the nearest names; null if none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        if (name.Length > MaxLength)
            return null;
        (string? nearest, int errors) = (null, Math.Max(1, name.Length / CharactersPerError) + 1);
        foreach (string candidate in known)
        {
            int distance = Distance(Normalize(name), Normalize(candidate));
            if (distance < errors)
                (nearest, errors) = (candidate, distance);
        }

        return nearest;
    }

    /// <summary>Normalizes a name: case and underscores do not distinguish names.</summary>
    public static string Normalize(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>
    /// Computes the number of characters to insert, delete, replace or exchange with their neighbours that make one text the other.
    /// Damerau, "A technique for computer detection and correction of spelling errors", 1964.
    /// </summary>
    private static int Distance(string first, string second)
    {
        var distances = new int[first.Length + 1, second.Length + 1];
        for (int i = 0; i <= first.Length; i++)
        {
            for (int j = 0; j <= second.Length; j++)
                distances[i, j] = Step(i, j);
        }

        return distances[first.Length, second.Length];

        int Step(int i, int j)
        {
            if (i == 0 || j == 0)
                return i + j;
            int replaced = distances[i - 1, j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1);
            int distance = Math.Min(replaced, 1 + Math.Min(distances[i - 1, j], distances[i, j - 1]));
            bool isExchanged = i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1];
            return isExchanged ? Math.Min(distance, 1 + distances[i - 2, j - 2]) : distance;
        }
    }
}
