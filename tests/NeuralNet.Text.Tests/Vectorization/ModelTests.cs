namespace NeuralNet.Text.Tests;

/// <summary>Tests of models whose inputs are made of texts, and of their files.</summary>
public class ModelTests
{
    private static readonly string[] Texts = ["good film", "very good", "bad film", "bad, very bad"];

    public static TheoryData<TextVectorization> Vectorizations => new(
        new TextVectorization().Adapt(Texts),
        new TextVectorization(maxTokens: 6, outputSequenceLength: 3, ngrams: [1, 2], unicode: true, missing: "none").Adapt(Texts),
        new TextVectorization(standardize: TextStandardization.None, split: TextSplit.Character, column: "comment").Adapt(Texts),
        new TextVectorization(standardize: TextStandardization.Lower, split: TextSplit.None, outputMode: TextOutputMode.MultiHot)
            .Adapt(Texts),
        new TextVectorization(maxTokens: 20, outputMode: TextOutputMode.Count, padToMaxTokens: true).Adapt(Texts),
        new TextVectorization(standardize: TextStandardization.StripPunctuation, outputMode: TextOutputMode.TfIdf).Adapt(Texts),
        new TextVectorization().Adapt([""]));

    /// <summary>A saved model encodes as before, bit by bit, and has all settings.</summary>
    [Theory]
    [MemberData(nameof(Vectorizations))]
    public void AFileHoldsTheEncoder(TextVectorization vectorization)
    {
        Model model = new Sequential(vectorization, seed: 1).Rescaling(0.5f);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Model loaded = Model.Load(stream, new CustomObjects().AddNeuralNetText());
        var again = Assert.IsType<TextVectorization>(Assert.Single(loaded.Encoders));
        Assert.Equal(vectorization.GetVocabulary(), again.GetVocabulary());
        Assert.Equal(vectorization.IdfWeights, again.IdfWeights);
        Assert.Equal(Settings(vectorization), Settings(again));
        Assert.Equal(vectorization.Encode(Texts).ToArray(), again.Encode(Texts).ToArray());
        Assert.Equal(vectorization.Inputs.Select(input => input.Shape), again.Inputs.Select(input => input.Shape));
    }

    [Fact]
    public void AModelPredictsTextsInRows()
    {
        TextVectorization vectorization = new TextVectorization(outputSequenceLength: 4).Adapt(Texts);
        Sequential model = new Sequential(vectorization, seed: 1)
            .Embedding(vectorization.VocabularySize, 4, maskZero: true).GlobalAveragePooling1D().Dense(2, "softmax");
        model.Labels = ["good", "bad"];
        model.Compile(new Adam(0.05f), "sparse_categorical_crossentropy");
        model.Fit(vectorization.Encode(Texts), new float[,] { { 0 }, { 0 }, { 1 }, { 1 } }, epochs: 60, verbose: Verbosity.Silent);
        Assert.Equal("bad", model.PredictClass(new Row { ["text"] = "A bad film!" }).Name);
        Assert.Equal("good", model.PredictClass(new Row { ["text"] = "good good" }).Name);
        var exception = Assert.Throws<InvalidOperationException>(() => vectorization.Adapt(Texts));
        Assert.Contains("belongs to a model", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => vectorization.SetVocabulary(["a"]));
    }

    /// <summary>A model may have several columns of texts.</summary>
    [Fact]
    public void AModelHasSeveralColumns()
    {
        TextVectorization title = new TextVectorization(outputMode: TextOutputMode.MultiHot, column: "title").Adapt(Texts);
        TextVectorization body = new TextVectorization(outputSequenceLength: 3, column: "body").Adapt(Texts);
        Input first = new(title.VocabularySize), second = new(3);
        var model = new Model([first, second], [first.Concatenate(second)]) { Encoders = [title, body] };
        Tensor output = model.Predict(new Row { ["title"] = "good", ["body"] = "very bad" });
        Assert.Equal([.. title.Encode("good").ToArray(), .. body.Encode("very bad").ToArray()], output.ToArray());
    }

    /// <summary>Elements of counts are named by their tokens, so that explanations name words.</summary>
    [Fact]
    public void ElementsHaveNames()
    {
        TextVectorization counts = new TextVectorization(maxTokens: 7, outputMode: TextOutputMode.Count, padToMaxTokens: true).Adapt(Texts);
        EncodedInput input = Assert.Single(counts.Inputs);
        Assert.Equal(
            ["text unknown", "text: bad", "text: very", "text: good", "text: film", "text padding #5", "text padding #6"],
            input.Features.Select(feature => feature.Name));
        Assert.All(input.Features, feature => Assert.Equal(["text"], feature.Columns));
        Assert.Throws<ArgumentOutOfRangeException>(() => input.Features[7]);
        Assert.Equal(
            ["text token 0", "text token 1"],
            new TextVectorization(outputSequenceLength: 2, vocabulary: ["a"]).Inputs[0].Features.Select(feature => feature.Name));
    }

    [Fact]
    public void RowsInPartsAreLearnedAsOne()
    {
        IRows[] parts = [.. Texts.Select(text => new Row { ["text"] = text })];
        Assert.Equal(
            new TextVectorization(outputMode: TextOutputMode.TfIdf).Adapt(Texts).IdfWeights,
            new TextVectorization(outputMode: TextOutputMode.TfIdf).Adapt(parts).IdfWeights);
    }

    private static object?[] Settings(TextVectorization encoder) =>
    [
        encoder.MaxTokens, encoder.Standardize, encoder.Split, string.Join(',', encoder.Ngrams ?? []), encoder.OutputMode,
        encoder.OutputSequenceLength, encoder.PadToMaxTokens, encoder.Unicode, encoder.Column, encoder.Missing,
    ];
}
