using System.Text;

namespace NeuralNet.Text;

/// <summary>The parts of a text that an explanation leaves out in turn.</summary>
internal static class TextParts
{
    /// <summary>The maximum number of parts.</summary>
    public const int MaxCount = 500;

    /// <summary>Returns the words or characters; if there are too many, runs of consecutive ones.</summary>
    public static IReadOnlyList<Range> Of(string text, bool areCharacters)
    {
        List<Range> words = areCharacters ? Characters(text) : Words(text);
        if (words.Count <= MaxCount)
            return words;
        return [.. Enumerable.Range(0, MaxCount).Select(part =>
        {
            int first = (int)((long)part * words.Count / MaxCount), end = (int)((part + 1L) * words.Count / MaxCount);
            return words[first].Start..words[end - 1].End;
        })];
    }

    private static List<Range> Words(string text)
    {
        var words = new List<Range>();
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && !char.IsWhiteSpace(text[i]))
                continue;
            if (i > start)
                words.Add(start..i);
            start = i + 1;
        }

        return words;
    }

    private static List<Range> Characters(string text)
    {
        var characters = new List<Range>();
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            if (!Rune.IsWhiteSpace(rune))
                characters.Add(i..(i + length));
            i += length;
        }

        return characters;
    }
}
