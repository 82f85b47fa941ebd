namespace NeuralNet.Text;

/// <summary>
/// Shortens the tokens of a text or of a pair to a maximum, special tokens included. Hugging Face: utils/truncation.rs.
/// </summary>
/// <param name="MaxLength">The maximum number of tokens.</param>
/// <param name="Strategy">The texts that are shortened.</param>
/// <param name="IsLeft">Whether the beginning of the text is left out; else the end is.</param>
internal sealed record Truncation(int MaxLength, TruncationStrategy Strategy = TruncationStrategy.LongestFirst, bool IsLeft = false)
{
    public static Truncation Read(JsonSection section) => new(
        section.Int32("max_length"),
        section.OptionalString("strategy") switch
        {
            null or "LongestFirst" => TruncationStrategy.LongestFirst,
            "OnlyFirst" => TruncationStrategy.OnlyFirst,
            "OnlySecond" => TruncationStrategy.OnlySecond,
            _ => throw section.Get("strategy").Wrong("one of LongestFirst, OnlyFirst, OnlySecond"),
        },
        section.OptionalString("direction") switch
        {
            null or "Right" => false,
            "Left" => true,
            _ => throw section.Get("direction").Wrong("Left or Right"),
        });

    /// <summary>Shortens the tokens of the texts, to which special tokens are still added.</summary>
    /// <exception cref="ArgumentException">The text that may be shortened is too short for that.</exception>
    public void Apply(List<Token> first, List<Token>? second, int addedCount)
    {
        int max = Math.Max(MaxLength - addedCount, 0), excess = first.Count + (second?.Count ?? 0) - max;
        if (excess <= 0)
            return;
        if (max == 0)
        {
            first.Clear();
            second?.Clear();
            return;
        }

        switch (Strategy)
        {
            case TruncationStrategy.OnlyFirst:
                Shorten(first, Require(first.Count - excess, "first"));
                break;
            case TruncationStrategy.OnlySecond:
                if (second is null)
                    throw NoSecondText(first.Count + addedCount);
                Shorten(second, Require(second.Count - excess, "second"));
                break;
            default:
                ShortenLongest(first, second ?? [], max);
                break;
        }
    }

    /// <summary>
    /// Shortens the longer text to the length of the other; if that is not enough, both to a half. As Hugging Face's library ends a text at
    /// the maximum before it compares, two texts beyond the maximum are of equal length, of which the second gets the odd token.
    /// </summary>
    private void ShortenLongest(List<Token> first, List<Token> second, int max)
    {
        (int firstCount, int secondCount) = (Math.Min(first.Count, MaxLength), Math.Min(second.Count, MaxLength));
        (int shorter, int longer) = (Math.Min(firstCount, secondCount), Math.Max(firstCount, secondCount));
        (shorter, longer) = shorter > max ? (shorter, shorter) : (shorter, Math.Max(shorter, max - shorter));
        if (shorter + longer > max)
            (shorter, longer) = (max / 2, max / 2 + max % 2);
        (int firstLength, int secondLength) = firstCount > secondCount ? (longer, shorter) : (shorter, longer);
        Shorten(first, firstLength);
        Shorten(second, secondLength);
    }

    private void Shorten(List<Token> tokens, int length)
    {
        if (tokens.Count > length)
            tokens.RemoveRange(IsLeft ? 0 : length, tokens.Count - length);
    }

    private ArgumentException NoSecondText(int count) => new(FormattableString.Invariant(
        $"The text has {count} tokens, special tokens included, and the truncation of the tokenizer allows {MaxLength}. It ")
        + $"shortens only the second text of a pair ({Strategy}), and there is none. Give a pair of texts or a shorter text.");

    private int Require(int length, string which) => length > 0
        ? length
        : throw new ArgumentException($"The {which} text of the pair has too few tokens to shorten the pair to "
            + FormattableString.Invariant($"{MaxLength} tokens, and only this text may be shortened ({Strategy})."));
}
