namespace NeuralNet.Text;

/// <summary>Reads behaviors and applies them.</summary>
internal static class SplitBehaviors
{
    public static SplitBehavior Read(JsonSection section, SplitBehavior? defaultValue = null)
    {
        if (section.Find("behavior") is not { } behavior)
            return defaultValue ?? throw section.Error("the setting 'behavior' is missing.");
        return behavior.AsString() switch
        {
            "Removed" or "removed" => SplitBehavior.Removed,
            "Isolated" or "isolated" => SplitBehavior.Isolated,
            "MergedWithPrevious" or "merged_with_previous" => SplitBehavior.MergedWithPrevious,
            "MergedWithNext" or "merged_with_next" => SplitBehavior.MergedWithNext,
            "Contiguous" or "contiguous" => SplitBehavior.Contiguous,
            _ => throw behavior.Wrong($"one of {string.Join(", ", Enum.GetNames<SplitBehavior>())}"),
        };
    }

    /// <summary>Appends the words of a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="matches">The matches within the range, in their order, none of them empty.</param>
    /// <param name="behavior">The behavior.</param>
    /// <param name="isInverted">Whether the text between the matches counts as a match, and the matches as the text between.</param>
    /// <param name="words">The list to append to.</param>
    public static void Split(
        TextRange range, List<TextRange> matches, SplitBehavior behavior, bool isInverted, List<TextRange> words)
    {
        var splitter = new Splitter(behavior, words);
        int start = range.Start;
        foreach (TextRange match in matches)
        {
            splitter.Add(new TextRange(start, match.Start), isInverted);
            splitter.Add(match, !isInverted);
            start = match.End;
        }

        splitter.Add(new TextRange(start, range.End), isInverted);
    }

    /// <summary>Appends words of parts that follow each other.</summary>
    private struct Splitter(SplitBehavior behavior, List<TextRange> words)
    {
        private readonly int first = words.Count;
        private bool wasMatch;

        public void Add(TextRange part, bool isMatch)
        {
            if (part.Length == 0)
                return;
            bool isJoined = words.Count > first && behavior switch
            {
                SplitBehavior.MergedWithPrevious => isMatch && !wasMatch,
                SplitBehavior.MergedWithNext => !isMatch && wasMatch,
                SplitBehavior.Contiguous => isMatch == wasMatch,
                _ => false,
            };
            if (isJoined)
                words[^1] = words[^1] with { End = part.End };
            else if (!isMatch || behavior != SplitBehavior.Removed)
                words.Add(part);
            wasMatch = isMatch;
        }
    }
}
