namespace NeuralNet.Text.Tests;

/// <summary>Tests that bad settings, vocabularies and texts are refused with messages, and change nothing.</summary>
public class VectorizationErrorTests
{
    [Fact]
    public void SettingsAreChecked()
    {
        Refused<ArgumentOutOfRangeException>("'maxTokens' must be from 2", () => new TextVectorization(maxTokens: 1));
        Refused<ArgumentOutOfRangeException>("'maxTokens' must be from 2", () => new TextVectorization(maxTokens: int.MaxValue));
        Refused<ArgumentOutOfRangeException>("'ngrams' must be at least 1", () => new TextVectorization(ngrams: [1, 0]));
        Refused<ArgumentException>("'ngrams' is empty", () => new TextVectorization(ngrams: []));
        Refused<ArgumentOutOfRangeException>("must be at least 1", () => new TextVectorization(outputSequenceLength: 0));
        const TextOutputMode Count = TextOutputMode.Count;
        Refused<ArgumentException>("has no sequences", () => new TextVectorization(outputMode: Count, outputSequenceLength: 5));
        Refused<ArgumentException>("'maxTokens' is not given", () => new TextVectorization(outputMode: Count, padToMaxTokens: true));
        Refused<ArgumentException>("has indices", () => new TextVectorization(maxTokens: 9, padToMaxTokens: true));
        Refused<ArgumentOutOfRangeException>("'split' must be one of", () => new TextVectorization(split: (TextSplit)9));
        Refused<ArgumentException>("column", () => new TextVectorization(column: ""));
    }

    [Fact]
    public void VocabulariesAreChecked()
    {
        Refused<ArgumentException>("The vocabulary is empty", () => new TextVectorization(vocabulary: []));
        Refused<ArgumentException>("'foo' twice: 2 and 4", () => new TextVectorization(vocabulary: ["foo", "bar", "foo"]));
        Refused<ArgumentException>("token 1 of the vocabulary is empty", () => new TextVectorization(vocabulary: ["foo", ""]));
        Refused<ArgumentNullException>("token 1 of the vocabulary is null", () => new TextVectorization(vocabulary: ["foo", null!]));
        Refused<ArgumentException>("U+D83D", () => new TextVectorization(vocabulary: ["foo", "a\uD83D"]));
        Refused<ArgumentException>("has 4 tokens with the special ones", () => new TextVectorization(maxTokens: 3, vocabulary: ["a", "b"]));
        Refused<ArgumentException>("has no weights", () => new TextVectorization(vocabulary: ["a"], idfWeights: [1]));
        Refused<ArgumentException>("takes 'idfWeights'", () => new TextVectorization(outputMode: TextOutputMode.TfIdf, vocabulary: ["a"]));
        Refused<ArgumentException>("2 weights (idfWeights) for 1", () => new TextVectorization(
            outputMode: TextOutputMode.TfIdf, vocabulary: ["a"], idfWeights: [1, 2]));
        Refused<ArgumentException>("is NaN", () => new TextVectorization(
            outputMode: TextOutputMode.TfIdf, vocabulary: ["a"], idfWeights: [float.NaN]));
        Refused<ArgumentException>("without a vocabulary", () => new TextVectorization(outputMode: TextOutputMode.TfIdf, idfWeights: [1]));
    }

    [Fact]
    public void NothingIsEncodedWithoutAVocabulary()
    {
        var vectorization = new TextVectorization();
        Assert.False(vectorization.IsAdapted);
        Refused<InvalidOperationException>("no vocabulary yet", () => vectorization.Encode("a"));
        Refused<InvalidOperationException>("no vocabulary yet", () => vectorization.Inputs);
        Refused<InvalidOperationException>("no vocabulary yet", () => new Sequential(vectorization));
        Refused<ArgumentException>("no texts to learn from", () => vectorization.Adapt(Array.Empty<string>()));
        Refused<ArgumentNullException>("texts[1] is null", () => vectorization.Adapt(["a", null!]));
        Assert.False(vectorization.IsAdapted);
    }

    /// <summary>Texts without tokens give a vocabulary of none: each token is unknown.</summary>
    [Fact]
    public void TextsWithoutTokensGiveAVocabularyOfNone()
    {
        TextVectorization vectorization = new TextVectorization().Adapt(["", " ?! "]);
        Assert.Equal(["", "[UNK]"], vectorization.GetVocabulary());
        Assert.Equal([1, 1], vectorization.Encode("a b").ToArray());
        Assert.Equal([1, 1], vectorization.Encode("").Shape);
        Assert.Equal([0], vectorization.Encode("").ToArray());
        Assert.Equal(["", "[UNK]"], new TextVectorization(maxTokens: 2).Adapt(["a b"]).GetVocabulary());
        Refused<ArgumentException>("have no tokens", () => new TextVectorization(outputMode: TextOutputMode.TfIdf).Adapt([""]));
    }

    [Fact]
    public void IndicesOutsideTheVocabularyAreRefused()
    {
        var vectorization = new TextVectorization(vocabulary: ["foo"]);
        Assert.Equal("foo", vectorization.TokenOf(2));
        Refused<ArgumentOutOfRangeException>("from 0 to 2", () => vectorization.TokenOf(3));
        Refused<ArgumentOutOfRangeException>("from 0 to 2", () => vectorization.TokenOf(-1));
        Model model = new Sequential(1).Embedding(2, 4);
        Refused<ArgumentException>("token numbers from 0 to 1", () => model.Predict(vectorization.Encode("foo")));
    }

    [Fact]
    public void TextsAreChecked()
    {
        var vectorization = new TextVectorization(vocabulary: ["foo"]);
        Refused<ArgumentNullException>("texts[1] is null", () => vectorization.Encode("foo", null!));
        Refused<ArgumentException>("no column 'text'", () => vectorization.Encode(new Row { ["mail"] = "foo" }));
        Refused<ArgumentException>("no column 'text'", () => vectorization.Adapt(new Row { ["mail"] = "foo" }));
        Refused<ArgumentException>("type Float64", () => vectorization.Encode(new Row { ["text"] = 3 }));
        Refused<ArgumentException>("missing: \"\"", () => vectorization.Encode(new Row { ["text"] = null }));
        Assert.Equal([2], new TextVectorization(vocabulary: ["foo"], missing: "foo").Encode(new Row { ["text"] = null }).ToArray());
        Refused<InvalidOperationException>("has no sequences", () => new TextVectorization(
            outputMode: TextOutputMode.Count, vocabulary: ["foo"]).EncodeRagged("foo"));
        Assert.Equal([0, 1], vectorization.Encode().Shape);
    }

    /// <summary>A matrix of counts that no tensor holds is refused before memory is allocated.</summary>
    [Fact]
    public void TooLargeTensorsAreRefused()
    {
        var vectorization = new TextVectorization(
            maxTokens: 1 << 24, outputMode: TextOutputMode.Count, padToMaxTokens: true, vocabulary: ["foo"]);
        Refused<ArgumentException>("more than a tensor holds", () => vectorization.Encode([.. Enumerable.Repeat("foo", 128)]));
    }

    private static void Refused<TException>(string part, Func<object> action)
        where TException : Exception
    {
        Exception exception = Assert.ThrowsAny<TException>(() => { action(); });
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }
}
