namespace NeuralNet.Text;

/// <summary>
/// Replaces the matches of a pattern by a text, which stands for the last character of the match, as in Hugging Face's library.
/// </summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    public override AlignedText Apply(AlignedText text)
    {
        List<TextRange> matches = [];
        pattern.FindMatches(text.Text, new TextRange(0, text.Text.Length), matches);
        if (matches.Count == 0)
            return text;
        var builder = new AlignedTextBuilder(text);
        int start = 0;
        foreach (TextRange match in matches)
        {
            builder.AppendSource(start, match.Start);
            builder.Append(content, match.End - Characters.RuneBefore(text.Text, match.End).Utf16SequenceLength, match.End);
            start = match.End;
        }

        builder.AppendSource(start, text.Text.Length);
        return builder.Build();
    }
}
