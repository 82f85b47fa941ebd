using System.Buffers;
using System.Globalization;
using System.Text;

namespace NeuralNet.Text;

/// <summary>
/// Standardizes and splits one text after the other into buffers that are used again. The tokens stand in one buffer, with a space between
/// two, so that an n-gram, whose tokens Keras joins by spaces, is a span of the buffer.
/// </summary>
/// <param name="settings">The settings.</param>
internal sealed class TokenReader(TokenSettings settings) : IDisposable
{
    private readonly TokenSettings settings = settings;
    private readonly bool lowers =
        settings.Standardize is TextStandardization.Lower or TextStandardization.LowerAndStripPunctuation;

    private readonly bool strips =
        settings.Standardize is TextStandardization.StripPunctuation or TextStandardization.LowerAndStripPunctuation;

    private readonly bool splits = settings.Split == TextSplit.Whitespace;
    private readonly char[] table = AsciiTable.Of(settings.Standardize, settings.Split);
    private char[] characters = [];
    private int[] ends = [];
    private int length, start, count;

    /// <summary>The n-grams of the text that was read last: those of the first size, then those of the next.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text. Half of a surrogate pair is read as U+FFFD, the replacement character.</param>
    /// <param name="maxTokens">The maximum number of n-grams that the caller takes; a long text is not read to its end.</param>
    public void Read(ReadOnlySpan<char> text, int maxTokens = int.MaxValue)
    {
        (length, start, count) = (0, 0, 0);
        int maxWords = (int)Math.Min((long)maxTokens + settings.MaxNgram - 1, int.MaxValue);
        switch (settings.Split)
        {
            case TextSplit.Whitespace:
                Reserve(text.Length + 1L + AsciiWords.Width);
                ReadWords(text, maxWords);
                break;
            case TextSplit.Character:
                Reserve(2L * text.Length);
                ReadCharacters(text, maxWords);
                break;
            default:
                Reserve(text.Length + 1L);
                for (int i = 0; i < text.Length;)
                    Append(text, ref i);
                EndToken();
                break;
        }
    }

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(characters);
        ArrayPool<int>.Shared.Return(ends);
        (characters, ends) = ([], []);
    }

    private void ReadWords(ReadOnlySpan<char> text, int maxWords)
    {
        // The length is a local variable in the loop over the characters of ASCII, which are most of those of most texts.
        Span<char> output = characters;
        ReadOnlySpan<char> standardOf = table;
        int end = 0, i = 0;
        while (i < text.Length)
        {
            int plain = AsciiWords.Copy(text[i..], output[end..], lowers);
            (end, i) = (end + plain, i + plain);
            if (i == text.Length)
                break;
            char c = text[i];
            char standard = c < standardOf.Length ? standardOf[c] : AsciiTable.Other;
            if (standard < AsciiTable.Length)
            {
                output[end++] = standard;
                i++;
                continue;
            }

            if (standard == AsciiTable.Removed)
            {
                i++;
                continue;
            }

            length = end;
            if (standard == AsciiTable.WhiteSpace)
                i++;
            bool isWord = (standard == AsciiTable.WhiteSpace || Append(text, ref i)) && length > start;
            if (isWord)
                EndToken();
            end = length;
            if (isWord && count == maxWords)
                return;
        }

        length = end;
        if (length > start)
            EndToken();
    }

    private void ReadCharacters(ReadOnlySpan<char> text, int maxCharacters)
    {
        for (int i = 0; i < text.Length && count < maxCharacters;)
        {
            Append(text, ref i);
            if (length > start)
                EndToken();
        }
    }

    /// <summary>Appends the standard form of a character, and moves the index behind the character.</summary>
    /// <returns>true if the character is white space that ends a token, and is not appended.</returns>
    private bool Append(ReadOnlySpan<char> text, ref int i)
    {
        char c = text[i];
        if (c < AsciiTable.Length)
        {
            i++;
            if (table[c] < AsciiTable.Length)
                characters[length++] = table[c];
            return false;
        }

        if (!settings.Unicode && !char.IsSurrogate(c))
        {
            i++;
            characters[length++] = c;
            return false;
        }

        Rune.DecodeFromUtf16(text[i..], out Rune rune, out int consumed);
        i += consumed;
        if (settings.Unicode && splits && Rune.IsWhiteSpace(rune))
            return true;
        if (settings.Unicode && strips && IsPunctuation(rune))
            return false;
        length += (settings.Unicode && lowers ? Rune.ToLowerInvariant(rune) : rune).EncodeToUtf16(characters.AsSpan(length));
        return false;
    }

    private static bool IsPunctuation(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
        or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
        or UnicodeCategory.OtherPunctuation;

    private void EndToken()
    {
        if (count == ends.Length)
            ends = Grown(ends, count, Math.Max(256, 2L * count));
        ends[count++] = length;
        characters[length++] = ' ';
        start = length;
    }

    private void Reserve(long capacity)
    {
        if (characters.Length < capacity)
            characters = Grown(characters, 0, capacity);
    }

    private static T[] Grown<T>(T[] array, int kept, long capacity)
    {
        T[] grown = ArrayPool<T>.Shared.Rent((int)Math.Min(capacity, Array.MaxLength));
        array.AsSpan(0, kept).CopyTo(grown);
        ArrayPool<T>.Shared.Return(array);
        return grown;
    }

    /// <summary>The n-grams of a text. A span is valid until the next text is read.</summary>
    internal ref struct Enumerator(TokenReader reader)
    {
        private readonly ReadOnlySpan<int> sizes = reader.settings.Ngrams;
        private readonly ReadOnlySpan<int> ends = reader.ends.AsSpan(0, reader.count);
        private readonly ReadOnlySpan<char> characters = reader.characters;
        private int size, next;

        public ReadOnlySpan<char> Current { get; private set; }

        public bool MoveNext()
        {
            while (size < sizes.Length)
            {
                int last = next + sizes[size] - 1;
                if (last < ends.Length)
                {
                    int start = next == 0 ? 0 : ends[next - 1] + 1;
                    Current = characters[start..ends[last]];
                    next++;
                    return true;
                }

                (size, next) = (size + 1, 0);
            }

            return false;
        }
    }
}
