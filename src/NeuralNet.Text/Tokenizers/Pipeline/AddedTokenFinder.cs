using System.Buffers;

namespace NeuralNet.Text;

/// <summary>Finds added tokens in a text: the leftmost, and of those that begin at one place the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<string, AddedToken>.AlternateLookup<ReadOnlySpan<char>> tokens;
    private readonly Dictionary<char, int[]> lengthsByFirst;
    private readonly SearchValues<char> first;

    /// <param name="tokens">The tokens by the texts that are searched for.</param>
    public AddedTokenFinder(Dictionary<string, AddedToken> tokens)
    {
        this.tokens = tokens.GetAlternateLookup<ReadOnlySpan<char>>();
        lengthsByFirst = tokens.Keys.GroupBy(text => text[0])
            .ToDictionary(texts => texts.Key, texts => texts.Select(text => text.Length).Distinct().OrderDescending().ToArray());
        first = SearchValues.Create([.. lengthsByFirst.Keys]);
    }

    /// <summary>Splits a text at the added tokens.</summary>
    public IEnumerable<(AddedToken? Token, TextRange Range)> Split(string text)
    {
        int covered = 0, position = 0;
        while (FindNext(text, position) is { } match)
        {
            position = match.Range.End;
            if (match.Token.IsSingleWord && !IsSingleWord(text, match.Range))
                continue;
            TextRange range = Strip(text, match, covered);
            if (covered < range.Start)
                yield return (null, new TextRange(covered, range.Start));
            yield return (match.Token, range);
            covered = range.End;
        }

        if (covered < text.Length)
            yield return (null, new TextRange(covered, text.Length));
    }

    private (AddedToken Token, TextRange Range)? FindNext(string text, int position)
    {
        while (position < text.Length && text.AsSpan(position).IndexOfAny(first) is >= 0 and int offset)
        {
            position += offset;
            foreach (int length in lengthsByFirst[text[position]])
            {
                if (length <= text.Length - position && tokens.TryGetValue(text.AsSpan(position, length), out AddedToken? token))
                    return (token, new TextRange(position, position + length));
            }

            position++;
        }

        return null;
    }

    private static bool IsSingleWord(string text, TextRange range) =>
        (range.Start == 0 || !Characters.IsWord(Characters.RuneBefore(text, range.Start)))
        && (range.End == text.Length || !Characters.IsWord(Characters.RuneAt(text, range.End)));

    private static TextRange Strip(string text, (AddedToken Token, TextRange Range) match, int covered)
    {
        (int start, int end) = (Math.Max(match.Range.Start, covered), match.Range.End);
        while (match.Token.StripsLeft && start > covered && char.IsWhiteSpace(text[start - 1]))
            start--;
        while (match.Token.StripsRight && end < text.Length && char.IsWhiteSpace(text[end]))
            end++;
        return new TextRange(start, end);
    }
}
