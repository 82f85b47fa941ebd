namespace NeuralNet;

/// <summary>Shows two texts that should be equal, for a message.</summary>
internal static class TextDifference
{
    /// <summary>The number of characters that are shown of a long text.</summary>
    private const int Shown = 60;

    /// <summary>Returns the text, or, if it is long, the part in which it begins to differ from another text.</summary>
    public static string Of(string text, string other)
    {
        if (text.Length <= Shown)
            return text;
        int start = Math.Max(0, text.AsSpan().CommonPrefixLength(other) - Shown / 4), length = Math.Min(Shown, text.Length - start);
        return $"{(start > 0 ? "…" : "")}{text.AsSpan(start, length)}{(start + length < text.Length ? "…" : "")}";
    }
}
