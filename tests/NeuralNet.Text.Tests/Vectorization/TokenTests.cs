namespace NeuralNet.Text.Tests;

/// <summary>Tests of the tokens of texts of all kinds.</summary>
public class TokenTests
{
    /// <summary>
    /// The parts of random texts: letters, accents, punctuation and white space of ASCII and beyond, emoji, halves of pairs.
    /// </summary>
    private static readonly string[] Parts =
    [
        "a", "B", "zE", "0", " ", "\t", "\n\r", "\v\f", "!", "don't", "a-b", "\0", "\u007F",
        "wordsOfMoreThanEightLetters", "é", "É", "e\u0301", "ß", "ẞ", "İ", "ı", "Σ", "σς",
        "Ж", "中", "文", "、", "。", "\u3000", "\u00A0", "\u2028", "ไ", "ที่", "¿", "«", "»", "—",
        "€", "😀", "𐐀", "𝒳", "\uD83D", "\uDE00", "\uFFFD",
    ];

    /// <summary>Random texts have the tokens that a naive implementation finds.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RandomTextsHaveTheTokensOfTheNaiveImplementation(bool unicode)
    {
        var random = new RandomStream(unicode ? 1 : 2);
        foreach (TextStandardization standardize in Enum.GetValues<TextStandardization>())
        {
            foreach (TextSplit split in Enum.GetValues<TextSplit>())
            {
                foreach (int[] ngrams in new int[][] { [1], [1, 2], [3, 1], [2] })
                {
                    var vectorization = new TextVectorization(standardize: standardize, split: split, ngrams: ngrams, unicode: unicode);
                    for (int i = 0; i < 60; i++)
                    {
                        string text = RandomText(random);
                        Assert.Equal(NaiveTokens.Of(text, standardize, split, ngrams, unicode), vectorization.Tokenize(text));
                    }
                }
            }
        }
    }

    /// <summary>All output modes agree with the tokens, and a fixed length is the beginning of the whole sequence.</summary>
    [Fact]
    public void RandomTextsAreEncodedByTheirTokens()
    {
        var random = new RandomStream(3);
        string[] texts = [.. Enumerable.Range(0, 100).Select(_ => RandomText(random))];
        foreach (TextSplit split in Enum.GetValues<TextSplit>())
        {
            foreach (int[] ngrams in new int[][] { [1], [2, 1] })
            {
                var vectorization = new TextVectorization(maxTokens: 30, split: split, ngrams: ngrams);
                string[] vocabulary = [.. vectorization.Adapt(texts).GetVocabulary()];
                var cut = new TextVectorization(split: split, ngrams: ngrams, outputSequenceLength: 3, vocabulary: vocabulary);
                var counts = new TextVectorization(
                    split: split, ngrams: ngrams, outputMode: TextOutputMode.Count, vocabulary: vocabulary[1..]);
                IReadOnlyList<int[]> sequences = vectorization.EncodeRagged(texts);
                Tensor whole = vectorization.Encode(texts), first = cut.Encode(texts), counted = counts.Encode(texts);
                Assert.Equal(sequences.Max(sequence => sequence.Length), whole.Shape[1]);
                for (int i = 0; i < texts.Length; i++)
                {
                    int[] expected = [.. vectorization.Tokenize(texts[i])
                        .Select(token => Array.IndexOf(vocabulary, token) is >= 0 and int index ? index : 1)];
                    Assert.Equal(expected, sequences[i]);
                    Assert.Equal(Padded(expected, whole.Shape[1]), whole.Row(i).ToArray());
                    Assert.Equal(Padded(expected, 3), first.Row(i).ToArray());
                    Assert.Equal(
                        Enumerable.Range(1, vocabulary.Length - 1).Select(index => (float)expected.Count(other => other == index)),
                        counted.Row(i).ToArray());
                }
            }
        }
    }

    /// <summary>Keras lowers, strips and splits by ASCII only; with Unicode, other scripts are known too.</summary>
    [Fact]
    public void UnicodeIsKnownIfTold()
    {
        const string Text = "«ÄRGER»—im\u00A0Café？";
        Assert.Equal(["«Ärger»—im\u00A0café？"], new TextVectorization().Tokenize(Text));
        Assert.Equal(["ärgerim", "café"], new TextVectorization(unicode: true).Tokenize(Text));
    }

    [Fact]
    public void TextsWithoutSpacesAreSplitByCharacter()
    {
        var vectorization = new TextVectorization(split: TextSplit.Character);
        Assert.Equal(["我", "们", "😀"], vectorization.Tokenize("我们😀"));
        Assert.Equal(["ค", "น", "ท", "ี", "่"], vectorization.Tokenize("คนที่"));
        Assert.Equal(["東", "京", " ", "a"], vectorization.Tokenize("東京 A"));
    }

    [Fact]
    public void HalvesOfPairsAreReplaced()
    {
        var vectorization = new TextVectorization();
        Assert.Equal(["a\uFFFDb", "\uFFFD"], vectorization.Tokenize("a\uD83Db \uDE00"));
        Assert.Equal([["a\uFFFDb"]], new[] { vectorization.Adapt(["a\uD83Db"]).GetVocabulary(includeSpecialTokens: false) });
        Assert.Equal([2], vectorization.EncodeRagged("a\uDE00b")[0]);
    }

    /// <summary>A text of 10 MB, one word or many, is read whole, or as far as the length asks.</summary>
    [Theory]
    [InlineData(TextSplit.Whitespace, 2_000_000)]
    [InlineData(TextSplit.Character, 10_000_000)]
    [InlineData(TextSplit.None, 1)]
    public void LongTextsAreRead(TextSplit split, int tokens)
    {
        string text = string.Concat(Enumerable.Repeat("abcd ", 2_000_000));
        var counts = new TextVectorization(outputMode: TextOutputMode.Count, split: split, vocabulary: ["abcd", "a"]);
        Assert.Equal(tokens, counts.Encode(text).ToArray().Sum());
        var first = new TextVectorization(split: split, outputSequenceLength: 5, vocabulary: ["abcd", "a"]);
        Assert.Equal([1, 5], first.Encode(text).Shape);
        Assert.Equal([1], first.EncodeRagged(new string('x', 10_000_000))[0].Distinct());
    }

    /// <summary>
    /// Equally frequent tokens stand in the descending order of their UTF-8: 𐐀 is beyond U+FF21, though its UTF-16 is not.
    /// </summary>
    [Fact]
    public void EquallyFrequentTokensAreInTheOrderOfUtf8() => Assert.Equal(
        ["𐐀", "\uFF21", "b", "ab", "a"],
        new TextVectorization().Adapt(["a ab b \uFF21 𐐀"]).GetVocabulary(includeSpecialTokens: false));

    private static string RandomText(RandomStream random) =>
        string.Concat(Enumerable.Range(0, random.NextInt32(30)).Select(_ => Parts[random.NextInt32(Parts.Length)]));

    private static float[] Padded(int[] indices, int length) =>
        [.. indices.Take(length).Select(index => (float)index), .. new float[Math.Max(0, length - indices.Length)]];
}
