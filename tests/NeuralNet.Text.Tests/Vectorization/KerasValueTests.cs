namespace NeuralNet.Text.Tests;

/// <summary>
/// The values of Keras's own tests (layers/preprocessing/text_vectorization_test.py) and of the examples in its documentation
/// (text_vectorization.py, string_lookup.py).
/// </summary>
public class KerasValueTests
{
    /// <summary>test_adapt_flow.</summary>
    [Fact]
    public void AdaptSortsByFrequencyAndThenDescending()
    {
        TextVectorization layer = new TextVectorization(maxTokens: 5000, outputSequenceLength: 4)
            .Adapt(["foo bar", "bar baz", "baz bada boom"]);
        Assert.Equal([[4, 1, 3, 0], [1, 2, 0, 0]], Rows(layer.Encode("foo qux bar", "qux baz")));
        Assert.Equal(["", "[UNK]", "baz", "bar", "foo", "boom", "bada"], layer.GetVocabulary());
        Assert.Equal(["baz", "bar", "foo", "boom", "bada"], layer.GetVocabulary(includeSpecialTokens: false));
    }

    /// <summary>test_fixed_vocabulary, test_set_vocabulary.</summary>
    [Fact]
    public void AVocabularyIsGiven()
    {
        var layer = new TextVectorization(maxTokens: 5000, outputSequenceLength: 4, vocabulary: ["baz", "bar", "foo"]);
        Assert.Equal([[4, 1, 3, 0], [1, 2, 0, 0]], Rows(layer.Encode("foo qux bar", "qux baz")));
        layer.SetVocabulary(["", "[UNK]", "bar", "baz"]);
        Assert.Equal([[1, 1, 2, 0], [1, 3, 0, 0]], Rows(layer.Encode("foo qux bar", "qux baz")));
    }

    /// <summary>test_ragged_tensor, test_ragged_tensor_output_length.</summary>
    [Fact]
    public void SequencesAreRagged()
    {
        string[] texts = ["foo qux bar", "qux baz", "foo"], vocabulary = ["baz", "bar", "foo"];
        Assert.Equal([[4, 1, 3], [1, 2], [4]], new TextVectorization(vocabulary: vocabulary).EncodeRagged(texts));
        Assert.Equal(
            [[4, 1], [1, 2], [4]], new TextVectorization(vocabulary: vocabulary, outputSequenceLength: 2).EncodeRagged(texts));
    }

    /// <summary>test_multi_hot_output, test_output_mode_count_output, test_output_mode_tf_idf_output.</summary>
    [Fact]
    public void TokensAreCounted()
    {
        string[] texts = ["foo bar", "baz foo foo"], vocabulary = ["foo", "bar", "baz"];
        var multiHot = new TextVectorization(outputMode: TextOutputMode.MultiHot, vocabulary: vocabulary);
        var count = new TextVectorization(outputMode: TextOutputMode.Count, vocabulary: vocabulary);
        var tfIdf = new TextVectorization(outputMode: TextOutputMode.TfIdf, vocabulary: vocabulary, idfWeights: [0.3f, 0.5f, 0.2f]);
        Assert.Equal([[0, 1, 1, 0], [0, 1, 0, 1]], Rows(multiHot.Encode(texts)));
        Assert.Equal([[0, 1, 1, 0], [0, 2, 0, 1]], Rows(count.Encode(texts)));
        Assert.Equal([[0, 0.3f, 0.5f, 0], [0, 0.6f, 0, 0.2f]], Rows(tfIdf.Encode(texts)));
        Assert.Equal(1 / 3f, tfIdf.IdfWeights![0], 1e-6f);
    }

    /// <summary>The example "TF-IDF output" of string_lookup.py: unknown tokens count with the weight that is given for them.</summary>
    [Fact]
    public void UnknownTokensHaveTheGivenWeight()
    {
        TextVectorization layer = new TextVectorization(outputMode: TextOutputMode.TfIdf)
            .SetVocabulary(["[UNK]", "a", "b", "c", "d"], [0.9f, 0.25f, 0.75f, 0.6f, 0.4f]);
        Assert.Equal([[0, 0.25f, 0, 0.6f, 0.8f], [1.8f, 0, 0.75f, 0, 0.4f]], Rows(layer.Encode("a c d d", "d z b z")));
    }

    /// <summary>test_lower_and_strip_punctuation_standardization and those that follow it.</summary>
    [Theory]
    [InlineData(TextStandardization.LowerAndStripPunctuation, "hello world this is nice test", "Hello, World!. This is just a nice test!",
        "2 3 4 5 1 1 6 7")]
    [InlineData(TextStandardization.Lower, "hello, hello world this is nice test", "Hello, World!. This is just a nice test!",
        "2 1 5 6 1 1 7 1")]
    [InlineData(TextStandardization.StripPunctuation, "Hello World Test", "Hello, World! Test.", "2 3 4")]
    [InlineData(TextStandardization.None, "Hello world", "Hello hello", "2 1")]
    public void TextsAreStandardized(TextStandardization standardize, string vocabulary, string text, string indices)
    {
        var layer = new TextVectorization(standardize: standardize, vocabulary: vocabulary.Split(' '));
        Assert.Equal(indices, string.Join(' ', layer.EncodeRagged(text)[0]));
    }

    /// <summary>test_char_splitting, test_no_split.</summary>
    [Fact]
    public void TextsAreSplitByCharacterOrNotAtAll()
    {
        var characters = new TextVectorization(split: TextSplit.Character, vocabulary: ["a", "b", "c", "d", "e"]);
        Assert.Equal([[2, 3, 4, 1]], Rows(characters.Encode("abcf")));
        var whole = new TextVectorization(split: TextSplit.None, vocabulary: ["foo", "bar", "baz"]);
        Assert.Equal([[2], [3], [1]], Rows(whole.Encode("foo", "bar", "unknown")));
    }

    /// <summary>
    /// test_ngrams_integer, test_ngrams_tuple; all n-grams of one size precede those of the next, as in tf.strings.ngrams.
    /// </summary>
    [Fact]
    public void NgramsAreJoinedBySpaces()
    {
        Assert.Equal(["foo", "bar", "baz", "foo bar", "bar baz"], new TextVectorization(ngrams: [1, 2]).Tokenize("foo bar baz"));
        Assert.Equal(["foo", "bar", "baz", "foo bar baz"], new TextVectorization(ngrams: [1, 3]).Tokenize("foo bar baz"));
        Assert.Equal(["a b", "b c"], new TextVectorization(ngrams: [2], split: TextSplit.Character).Tokenize("abc"));
        Assert.Empty(new TextVectorization(ngrams: [4]).Tokenize("foo bar baz"));
    }

    /// <summary>test_max_tokens, test_pad_to_max_tokens, test_vocabulary_size.</summary>
    [Fact]
    public void TheVocabularyHasASize()
    {
        Assert.Equal(["", "[UNK]", "j", "i", "h"], new TextVectorization(maxTokens: 5).Adapt(["a b c d e f g h i j"]).GetVocabulary());
        var padded = new TextVectorization(
            maxTokens: 8, outputMode: TextOutputMode.MultiHot, padToMaxTokens: true, vocabulary: ["foo", "bar"]);
        Assert.Equal([[0, 1, 1, 0, 0, 0, 0, 0]], Rows(padded.Encode("foo bar")));
        Assert.Equal(5, new TextVectorization(vocabulary: ["foo", "bar", "baz"]).VocabularySize);
    }

    /// <summary>
    /// The inverse document frequency, ln(1 + documents/(1 + documents with the token)), and the mean for unknown tokens.
    /// </summary>
    [Fact]
    public void InverseDocumentFrequenciesAreLearned()
    {
        TextVectorization layer = new TextVectorization(outputMode: TextOutputMode.TfIdf).Adapt(["a a b", "a", "c", ""]);
        Assert.Equal(["[UNK]", "a", "c", "b"], layer.GetVocabulary());
        double a = Math.Log(1 + 4 / 3.0), bc = Math.Log(1 + 4 / 2.0);
        double[] expected = [(a + 2 * bc) / 3, a, bc, bc];
        Assert.All(expected.Zip(layer.IdfWeights!), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal([2 * expected[0], 3 * a, 0, 0], layer.Encode("a x a y a").ToArray().Select(value => (double)value), new Near());
    }

    private static float[][] Rows(Tensor tensor) => [.. Enumerable.Range(0, tensor.Shape[0]).Select(row => tensor.Row(row).ToArray())];

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-5;

        public int GetHashCode(double obj) => 0;
    }
}
