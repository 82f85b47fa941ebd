using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace NeuralNet.Text;

/// <summary>
/// A regular expression on code points. .NET's regular expressions see the two halves of a surrogate pair as two characters of no class,
/// so that <c>\p{L}</c> would not match 𝒳; each pair is therefore replaced by one character of the same category before the search.
/// </summary>
internal sealed class RegexPattern : TextPattern
{
    /// <summary>The maximum time of one search: an expression of a hostile file must not run for hours.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    private readonly Regex regex;

    /// <exception cref="ArgumentException">The expression is not one of .NET.</exception>
    public RegexPattern(string expression)
        : this(new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.Compiled, MaxTime))
    {
    }

    public RegexPattern(Regex regex) => this.regex = regex;

    public override void FindMatches(string text, TextRange range, List<TextRange> matches)
    {
        ReadOnlySpan<char> part = text.AsSpan(range.Start, range.Length);
        try
        {
            if (part.IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
                FindMatches(part, range.Start, matches);
            else
                FindMatchesOfCodePoints(part, range.Start, matches);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new InvalidOperationException($"The regular expression '{JsonSection.Shorten(regex.ToString())}' of the tokenizer took "
                + $"more than {regex.MatchTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds for a match.", exception);
        }
    }

    private void FindMatches(ReadOnlySpan<char> part, int offset, List<TextRange> matches)
    {
        foreach (ValueMatch match in regex.EnumerateMatches(part))
        {
            if (match.Length > 0)
                matches.Add(new TextRange(offset + match.Index, offset + match.Index + match.Length));
        }
    }

    private void FindMatchesOfCodePoints(ReadOnlySpan<char> part, int offset, List<TextRange> matches)
    {
        var standIns = new StringBuilder(part.Length);
        var starts = new List<int>(part.Length + 1);
        int index = 0;
        foreach (Rune rune in part.EnumerateRunes())
        {
            starts.Add(index);
            standIns.Append(rune.IsBmp ? (char)rune.Value : StandInFor(Rune.GetUnicodeCategory(rune)));
            index += rune.Utf16SequenceLength;
        }

        starts.Add(index);
        int first = matches.Count;
        FindMatches(standIns.ToString(), 0, matches);
        for (int i = first; i < matches.Count; i++)
            matches[i] = new TextRange(offset + starts[matches[i].Start], offset + starts[matches[i].End]);
    }

    /// <summary>Returns a rare character of a category, which no expression names by itself.</summary>
    private static char StandInFor(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => '\u2C60',
        UnicodeCategory.LowercaseLetter => '\u2C61',
        UnicodeCategory.TitlecaseLetter => '\u1F88',
        UnicodeCategory.ModifierLetter => '\u1D2C',
        UnicodeCategory.OtherLetter => '\uA000',
        UnicodeCategory.NonSpacingMark => '\u1DC0',
        UnicodeCategory.SpacingCombiningMark => '\u1A55',
        UnicodeCategory.EnclosingMark => '\u0488',
        UnicodeCategory.DecimalDigitNumber => '\u19D0',
        UnicodeCategory.LetterNumber => '\u2160',
        UnicodeCategory.OtherNumber => '\u2460',
        UnicodeCategory.Format => '\u2061',
        UnicodeCategory.PrivateUse => '\uE000',
        UnicodeCategory.DashPunctuation => '\u2E3A',
        UnicodeCategory.OpenPunctuation => '\u2E28',
        UnicodeCategory.ClosePunctuation => '\u2E29',
        UnicodeCategory.OtherPunctuation => '\u2E2A',
        UnicodeCategory.MathSymbol => '\u22FF',
        UnicodeCategory.CurrencySymbol => '\u20B0',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.OtherSymbol => '\u2300',
        _ => '\u0378',
    };
}
