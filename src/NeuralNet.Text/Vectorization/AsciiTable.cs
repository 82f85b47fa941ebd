namespace NeuralNet.Text;

/// <summary>The standard form of each character of ASCII.</summary>
internal static class AsciiTable
{
    /// <summary>The number of characters of ASCII, which have an entry.</summary>
    public const int Length = 128;

    /// <summary>The entry of a character that is removed.</summary>
    public const char Removed = '\uFFFD';

    /// <summary>The entry of a character that ends a token.</summary>
    public const char WhiteSpace = '\uFFFE';

    /// <summary>The value that stands for characters beyond the table.</summary>
    public const char Other = '\uFFFF';

    /// <summary>The white space of C's <c>isspace</c>, by which TensorFlow splits.</summary>
    private const string WhiteSpaces = " \t\n\v\f\r";

    /// <summary>The characters that Keras removes.</summary>
    private const string Punctuation = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'";

    public static char[] Of(TextStandardization standardize, TextSplit split)
    {
        bool lowers = standardize is TextStandardization.Lower or TextStandardization.LowerAndStripPunctuation;
        bool strips = standardize is TextStandardization.StripPunctuation or TextStandardization.LowerAndStripPunctuation;
        var table = new char[Length];
        for (int i = 0; i < Length; i++)
        {
            char c = (char)i;
            table[i] = split == TextSplit.Whitespace && WhiteSpaces.Contains(c, StringComparison.Ordinal) ? WhiteSpace
                : strips && Punctuation.Contains(c, StringComparison.Ordinal) ? Removed
                : lowers && char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c)
                : c;
        }

        return table;
    }
}
