using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NeuralNet.Text.Tests;

/// <summary>The tokens of a text by the steps of Keras, one string after the other.</summary>
internal static class NaiveTokens
{
    private static readonly Regex Punctuation = new("""[!"#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']""");

    public static IReadOnlyList<string> Of(
        string text, TextStandardization standardize, TextSplit split, int[] ngrams, bool unicode)
    {
        string standard = WellFormed(text);
        if (standardize is TextStandardization.Lower or TextStandardization.LowerAndStripPunctuation)
            standard = unicode ? Lower(standard) : new string([.. standard.Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c)]);
        if (standardize is TextStandardization.StripPunctuation or TextStandardization.LowerAndStripPunctuation)
            standard = Strip(standard, unicode);
        string[] tokens = split switch
        {
            TextSplit.None => [standard],
            TextSplit.Character => [.. standard.EnumerateRunes().Select(rune => rune.ToString())],
            _ when unicode => Words(standard),
            _ => standard.Split([' ', '\t', '\n', '\v', '\f', '\r'], StringSplitOptions.RemoveEmptyEntries),
        };
        return [.. ngrams.SelectMany(size => Enumerable.Range(0, Math.Max(0, tokens.Length - size + 1))
            .Select(start => string.Join(' ', tokens[start..(start + size)])))];
    }

    private static string WellFormed(string text) => string.Concat(text.EnumerateRunes());

    private static string Lower(string text) => string.Concat(text.EnumerateRunes().Select(Rune.ToLowerInvariant));

    private static string Strip(string text, bool unicode)
    {
        string stripped = Punctuation.Replace(text, "");
        return unicode ? string.Concat(stripped.EnumerateRunes().Where(rune => !IsPunctuation(rune))) : stripped;
    }

    private static bool IsPunctuation(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    private static string[] Words(string text)
    {
        var words = new List<string> { "" };
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
                words.Add("");
            else
                words[^1] += rune.ToString();
        }

        return [.. words.Where(word => word.Length > 0)];
    }
}
