using System.Buffers;

namespace NeuralNet.Text;

/// <summary>
/// The vectorization of a classifier for which none is given: words and pairs of words, or characters and pairs of characters for languages
/// that write no spaces between words.
/// </summary>
internal static class DefaultVectorization
{
    private const int MaxTokens = 20_000;
    private const int WordSequenceLength = 400;

    /// <summary>The number of indices of a text of characters. A word of Chinese has about two characters.</summary>
    private const int CharacterSequenceLength = 800;

    /// <summary>
    /// The minimum number of characters of scripts without spaces for each character of white space. Texts whose words were divided before,
    /// by a segmenter, have less.
    /// </summary>
    private const int MinCharactersPerSpace = 5;

    private static readonly SearchValues<char> Unspaced = SearchValues.Create(
    [
        .. Characters('\u0E00', '\u0EFF'), // Thai, Lao
        .. Characters('\u1000', '\u109F'), // Myanmar
        .. Characters('\u1780', '\u17FF'), // Khmer
        .. Characters('\u3041', '\u30FF'), // Hiragana, Katakana
        .. Characters('\u31F0', '\u31FF'), // Katakana
        .. Characters('\u3400', '\u4DBF'), // Han
        .. Characters('\u4E00', '\u9FFF'), // Han
        .. Characters('\uF900', '\uFAFF'), // Han
        .. Characters('\uFF66', '\uFF9F'), // Katakana of half width
        .. Characters('\uD840', '\uD8BF'), // the first halves of the surrogate pairs of Han
    ]);

    public static TextVectorization For(IReadOnlyList<string> texts) => HaveFewSpaces(texts)
        ? new(MaxTokens, split: TextSplit.Character, ngrams: [1, 2], outputSequenceLength: CharacterSequenceLength)
        : new(MaxTokens, ngrams: [1, 2], outputSequenceLength: WordSequenceLength);

    private static bool HaveFewSpaces(IReadOnlyList<string> texts)
    {
        long unspaced = 0, spaces = 0;
        foreach (string text in texts)
        {
            foreach (char c in text)
            {
                unspaced += Unspaced.Contains(c) ? 1 : 0;
                spaces += char.IsWhiteSpace(c) ? 1 : 0;
            }
        }

        return unspaced > MinCharactersPerSpace * spaces;
    }

    private static char[] Characters(char first, char last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(code => (char)code)];
}
