namespace NeuralNet.Text;

/// <summary>
/// Writes ▁ for each space and before the text, and splits before each. SentencePiece has texts in this form. Hugging Face:
/// pre_tokenizers/metaspace.rs.
/// </summary>
internal sealed class MetaspacePreTokenizer(char replacement, PrependScheme scheme, bool splits) : PreTokenizer
{
    public static MetaspacePreTokenizer From(JsonSection section) => new(section.AsCharacter("replacement"),
        PrependSchemes.Read(section), section.Boolean("split", true));

    public override SplitText Apply(SplitText text)
    {
        var builder = new AlignedTextBuilder(text.Text);
        var words = new List<TextRange>(text.Words.Count);
        foreach (TextRange word in text.Words)
        {
            int start = builder.Length;
            Append(builder, text, word);
            AddWords(new TextRange(start, builder.Length), text, word, words);
        }

        return new SplitText(builder.Build(), words);
    }

    private void Append(AlignedTextBuilder builder, SplitText text, TextRange word)
    {
        string source = text.Text.Text;
        if (IsPrefixed(text, word))
            builder.Append(replacement, word.Start, word.Start + Characters.RuneAt(source, word.Start).Utf16SequenceLength);
        for (int i = word.Start; i < word.End; i++)
        {
            if (source[i] == ' ')
                builder.Append(replacement, i, i + 1);
            else
                builder.AppendSource(i, i + 1);
        }
    }

    private bool IsPrefixed(SplitText text, TextRange word)
    {
        char first = text.Text.Text[word.Start];
        return first != ' ' && first != replacement
            && (scheme == PrependScheme.Always || (scheme == PrependScheme.First && text.Text.IsFirst && word.Start == 0));
    }

    /// <summary>Adds the words of a range of the new text, which begin at each replacement.</summary>
    private void AddWords(TextRange range, SplitText text, TextRange word, List<TextRange> words)
    {
        int start = range.Start;
        string source = text.Text.Text;
        int shift = range.Start + (IsPrefixed(text, word) ? 1 : 0) - word.Start;
        for (int i = word.Start; splits && i < word.End; i++)
        {
            bool isReplacement = source[i] == ' ' || source[i] == replacement;
            if (!isReplacement || i + shift == start)
                continue;
            words.Add(new TextRange(start, i + shift));
            start = i + shift;
        }

        words.Add(new TextRange(start, range.End));
    }
}
