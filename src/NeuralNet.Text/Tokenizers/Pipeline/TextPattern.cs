using System.Text.RegularExpressions;

namespace NeuralNet.Text;

/// <summary>A text or a regular expression that is searched for, as Hugging Face's <c>Pattern</c>.</summary>
internal abstract class TextPattern
{
    /// <summary>Appends the ranges of all matches, none of which is empty, in their order.</summary>
    public abstract void FindMatches(string text, TextRange range, List<TextRange> matches);

    /// <summary>Reads <c>{"String": …}</c> or <c>{"Regex": …}</c>; a bare text is one to search for.</summary>
    public static TextPattern Read(JsonSection section)
    {
        if (section.Element.ValueKind == System.Text.Json.JsonValueKind.String)
            return new LiteralPattern(section.AsString());
        if (section.OptionalString("String") is { } text)
            return new LiteralPattern(text);
        string expression = section.String("Regex");
        try
        {
            return new RegexPattern(expression);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException(section.Error($"the regular expression '{JsonSection.Shorten(expression)}' is not one of .NET: "
                + exception.Message).Message, exception);
        }
    }

    private sealed class LiteralPattern(string literal) : TextPattern
    {
        public override void FindMatches(string text, TextRange range, List<TextRange> matches)
        {
            if (literal.Length == 0)
                return;
            int start = range.Start;
            while (text.AsSpan(start, range.End - start).IndexOf(literal, StringComparison.Ordinal) is >= 0 and int index)
            {
                matches.Add(new TextRange(start + index, start + index + literal.Length));
                start += index + literal.Length;
            }
        }
    }
}
