namespace NeuralNet.Text.Tests;

/// <summary>Tests of classifiers of texts, on made sentences whose class one word decides.</summary>
public class TextClassifierTests
{
    private static readonly Lazy<TextClassifier> Trained = new(() => Train(classes: 3));

    /// <summary>A classifier learns the words that decide, and a loaded one predicts the same, bit by bit.</summary>
    [Fact]
    public void AClassifierIsTrainedSavedAndLoaded()
    {
        TextClassifier classifier = Trained.Value;
        (string[] texts, string[] labels) = Sentences.Of(200, classes: 3, seed: 9);
        Assert.Equal(["bad", "good", "mixed"], classifier.Labels);
        Assert.InRange(classifier.Evaluate(texts, labels)["accuracy"], 0.98, 1);
        Assert.InRange(classifier.History!["val_accuracy"][^1], 0.9, 1);
        Assert.Equal("good", classifier.Predict("A GREAT film!").Name);

        using var stream = new MemoryStream();
        classifier.Save(stream);
        stream.Position = 0;
        TextClassifier loaded = TextClassifier.Load(stream);
        Assert.Equal(classifier.PredictProbabilities(texts).ToArray(), loaded.PredictProbabilities(texts).ToArray());
        Assert.Equal(classifier.Predict(texts), loaded.Predict(texts));
        Assert.Null(loaded.History);
    }

    [Fact]
    public void ProbabilitiesAreThoseOfAllClasses()
    {
        IReadOnlyList<ClassPrediction> classes = Trained.Value.PredictProbabilities("a dull story");
        Assert.Equal("bad", classes[0].Name);
        Assert.Equal(["bad", "good", "mixed"], classes.Select(prediction => prediction.Name).Order());
        Assert.Equal(1, classes.Sum(prediction => prediction.Probability), 1e-5);
        Assert.Equal(classes[0], Trained.Value.Predict("a dull story"));
    }

    /// <summary>The word that decides has the largest contribution, which is the difference of the log odds without the word.</summary>
    [Fact]
    public void AnExplanationNamesTheWordThatDecides()
    {
        const string Text = "  the story was\tAWFUL , and two friends";
        TextExplanation explanation = Trained.Value.Explain(Text);
        Assert.Equal(["the", "story", "was", "AWFUL", ",", "and", "two", "friends"], explanation.Words.Select(word => word.Word));
        Assert.All(explanation.Words, word => Assert.Equal(word.Word, Text.Substring(word.Start, word.Word.Length)));
        Assert.Equal("AWFUL", explanation.Words.MaxBy(word => word.Contribution).Word);
        double expected = LogOdds(Text, "bad") - LogOdds(Text.Replace("AWFUL", "", StringComparison.Ordinal), "bad");
        Assert.Equal(expected, explanation.Words.Single(word => word.Word == "AWFUL").Contribution, 1e-2);
        Assert.Equal(0, explanation.Words.Single(word => word.Word == ",").Contribution, 1e-5);
        Assert.StartsWith("bad (", explanation.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"AWFUL\" +", explanation.ToString(), StringComparison.Ordinal);

        TextExplanation other = Trained.Value.Explain(Text, "good");
        Assert.Equal("good", other.Prediction.Name);
        Assert.InRange(other.Words.Single(word => word.Word == "AWFUL").Contribution, -100, -1);
        Assert.Empty(Trained.Value.Explain("").Words);
    }

    /// <summary>A long text is explained by parts of consecutive words.</summary>
    [Fact]
    public void ALongTextIsExplainedByParts()
    {
        string text = string.Join(' ', Enumerable.Repeat("the film was", 1000));
        TextExplanation explanation = Trained.Value.Explain(text);
        Assert.Equal(500, explanation.Words.Count);
        Assert.Equal(text, string.Join(' ', explanation.Words.Select(word => word.Word)));
    }

    /// <summary>Any model is possible: counts, a single sigmoid and characters.</summary>
    [Fact]
    public void ModelsOfTheProgramAreTrained()
    {
        (string[] texts, string[] labels) = Sentences.Of(200, classes: 2, seed: 1);
        TextClassifier sigmoid = TextClassifier.Train(texts, labels, new TextClassifierOptions
        {
            Seed = 1,
            Vectorization = new TextVectorization(outputMode: TextOutputMode.MultiHot),
            CreateModel = (text, _) =>
            {
                Sequential model = new Sequential(text, seed: 1).Dense(1, "sigmoid");
                model.Compile(new Adam(0.05f), "binary_crossentropy", "accuracy");
                return model;
            },
            Labels = ["good", "bad"],
            Fit = new FitOptions { Epochs = 20, Verbose = Verbosity.Silent },
        });
        Assert.InRange(sigmoid.Evaluate(texts, labels)["accuracy"], 0.99, 1);
        Tensor probabilities = sigmoid.PredictProbabilities(["dull", "lovely"]);
        Assert.InRange(probabilities[0, 1], 0.5f, 1);
        Assert.InRange(probabilities[1, 0], 0.5f, 1);
        Assert.Equal(1, probabilities[0, 0] + probabilities[0, 1], 1e-6f);
        Assert.Equal("dull", sigmoid.Explain("the dull film", "bad").Words.MaxBy(word => word.Contribution).Word);

        string[] vocabulary = [.. ((TextVectorization)sigmoid.Model.Encoders[0]).GetVocabulary()];
        float weight = sigmoid.Model.Parameters[0].Value[Array.IndexOf(vocabulary, "dull"), 0];
        Assert.Equal(weight, sigmoid.Explain("the dull film", "bad").Words[1].Contribution, 1e-5f);
        Assert.Equal(-weight, sigmoid.Explain("the dull film", "good").Words[1].Contribution, 1e-5f);

        string[] chinese = ["好电影", "很好", "坏电影", "很坏"];
        TextClassifier characters = TextClassifier.Train(chinese, ["good", "good", "bad", "bad"], new TextClassifierOptions
        {
            Seed = 1,
            Vectorization = new TextVectorization(split: TextSplit.Character, outputMode: TextOutputMode.Count),
            Fit = new FitOptions { Epochs = 200, Verbose = Verbosity.Silent },
        });
        Assert.Equal("bad", characters.Predict("坏").Name);
        Assert.Equal(["电", "影", "坏"], characters.Explain("电影 坏").Words.Select(word => word.Word));
    }

    /// <summary>The same seed gives the same classifier, bit by bit; validation, progress and callbacks are those of Fit.</summary>
    [Fact]
    public void TheSeedAndTheSettingsOfFitAreTaken()
    {
        (string[] texts, string[] labels) = Sentences.Of(60, classes: 2, seed: 1);
        int epochs = 0;
        TextClassifier Train() => TextClassifier.Train(texts, labels, new TextClassifierOptions
        {
            Seed = 7,
            Validation = (texts[..20], labels[..20]),
            Fit = new FitOptions { Epochs = 2, Verbose = Verbosity.Silent, Callbacks = [new LambdaCallback(onEpochEnd: _ => epochs++)] },
        });
        TextClassifier first = Train(), second = Train();
        Assert.Equal(first.PredictProbabilities(texts).ToArray(), second.PredictProbabilities(texts).ToArray());
        Assert.Equal(4, epochs);
        Assert.Equal(2, first.History!["val_loss"].Count);
    }

    /// <summary>The 15 epochs are the default whatever else is set; the ones that are set are taken, 1 too.</summary>
    [Fact]
    public void TheDefaultEpochsHoldUnlessEpochsAreSet()
    {
        Assert.Equal(15, EpochsOf(new FitOptions { Verbose = Verbosity.Silent }));
        Assert.Equal(1, EpochsOf(new FitOptions { Epochs = 1, Verbose = Verbosity.Silent }));

        static int EpochsOf(FitOptions fit)
        {
            (string[] texts, string[] labels) = Sentences.Of(20, classes: 2, seed: 1);
            return TextClassifier.Train(texts, labels, new TextClassifierOptions { Seed = 1, Fit = fit }).History!["loss"].Count;
        }
    }

    /// <summary>A training does not change its options: the second one has a vocabulary of its own.</summary>
    [Fact]
    public void EachTrainingLearnsItsVocabulary()
    {
        var vectorization = new TextVectorization(
            maxTokens: 9, TextStandardization.Lower, ngrams: [1, 2], outputMode: TextOutputMode.Count, padToMaxTokens: true,
            column: "mail");
        var options = new TextClassifierOptions
        {
            Seed = 1,
            Vectorization = vectorization,
            Fit = new FitOptions { Epochs = 1, Verbose = Verbosity.Silent },
        };
        Assert.Equal(["[UNK]", "c", "b", "a b", "a"], VocabularyOf(["A b", "c"]));
        Assert.Equal(["[UNK]", "y", "x. y", "x."], VocabularyOf(["x. y", "y"]));
        Assert.False(vectorization.IsAdapted);
        vectorization.Adapt(["only"]);
        Assert.Equal(["[UNK]", "only"], VocabularyOf(["A b", "c"]));

        string[] VocabularyOf(string[] texts)
        {
            TextClassifier classifier = TextClassifier.Train(texts, ["p", "q"], options);
            Assert.Equal(["mail"], classifier.Model.Encoders[0].Columns);
            Assert.Equal(9, classifier.Model.Encoders[0].Inputs[0].Shape.Size);
            return [.. ((TextVectorization)classifier.Model.Encoders[0]).GetVocabulary()];
        }
    }

    /// <summary>Texts of languages without spaces are split by character unless somebody divided their words; others by word.</summary>
    [Theory]
    [InlineData("这部电影很好看 我喜欢", TextSplit.Character)]
    [InlineData("この映画はとても面白い", TextSplit.Character)]
    [InlineData("ภาพยนตร์เรื่องนี้สนุกมาก ชอบ", TextSplit.Character)]
    [InlineData("ຮູບເງົາເລື່ອງນີ້ມ່ວນຫຼາຍ", TextSplit.Character)]
    [InlineData("ភាពយន្តនេះល្អណាស់", TextSplit.Character)]
    [InlineData("ဒီရုပ်ရှင်ကောင်းတယ်", TextSplit.Character)]
    [InlineData("𠀀𠀁𠀂", TextSplit.Character)]
    [InlineData("这 部 电影 很 好看", TextSplit.Whitespace)]
    [InlineData("이 영화는 정말 재미있다", TextSplit.Whitespace)]
    [InlineData("a film about the word 道 and what it means", TextSplit.Whitespace)]
    [InlineData("word", TextSplit.Whitespace)]
    public void TheDefaultSplitIsThatOfTheScript(string text, TextSplit split) =>
        Assert.Equal(split, DefaultVectorization.For([text, text]).Split);

    [Fact]
    public void TheDefaultClassifierLearnsChinese()
    {
        string[] people = ["我", "你", "他", "她"], things = ["电影", "书", "音乐", "故事", "城市"], opinions = ["喜欢", "讨厌"];
        var sentences = (from person in people
                         from thing in things
                         from opinion in opinions
                         select (Text: $"{person}很{opinion}这个{thing}", Label: opinion == "喜欢" ? "good" : "bad")).ToArray();
        TextClassifier classifier = TextClassifier.Train(
            [.. sentences.Select(sentence => sentence.Text)], [.. sentences.Select(sentence => sentence.Label)],
            new TextClassifierOptions { Seed = 1, Fit = new FitOptions { Epochs = 40, Verbose = Verbosity.Silent } });
        Assert.Equal("good", classifier.Predict("大家都喜欢那个城市的电影").Name);
        Assert.Equal("bad", classifier.Predict("大家都讨厌那个城市的电影").Name);
    }

    [Fact]
    public void NoTextsHaveNoPredictions()
    {
        Assert.Empty(Trained.Value.Predict(Array.Empty<string>()));
        Assert.Equal([0, 3], Trained.Value.PredictProbabilities(Array.Empty<string>()).Shape);
    }

    [Theory]
    [InlineData(-0.04f, "−0.0")]
    [InlineData(0, "+0.0")]
    [InlineData(-1.26f, "−1.3")]
    [InlineData(2, "+2.0")]
    public void AContributionHasOneSign(float contribution, string expected)
    {
        var explanation = new TextExplanation(
            "word", new ClassPrediction(0, "good", 0.5f), [new WordContribution(0, "word", contribution)]);
        Assert.EndsWith($": \"word\" {expected}", explanation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Refused("There are no texts", () => TextClassifier.Train([], []));
        Refused("2 texts and 1 labels", () => TextClassifier.Train(["a", "b"], ["x"]));
        Refused("texts[1] is null", () => TextClassifier.Train(["a", null!], ["x", "y"]));
        Refused("labels[1] is null", () => TextClassifier.Train(["a", "b"], ["x", null!]));
        Refused("1 class ('x')", () => TextClassifier.Train(["a", "b"], ["x", "x"]));
        Refused("'z' is none of the classes: x, y", () => TextClassifier.Train(["a", "b"], ["x", "z"], new() { Labels = ["x", "y"] }));
        Refused("'x' occurs twice", () => TextClassifier.Train(["a", "b"], ["x", "z"], new() { Labels = ["x", "x"] }));
        Refused("only encoder", () => TextClassifier.Train(
            ["a", "b"], ["x", "y"], new() { CreateModel = (_, _) => new Sequential(1).Dense(2, "softmax") }));
        Refused("none of the classes", () => Trained.Value.Evaluate(["a"], ["nice"]));
        Refused("none of the classes", () => Trained.Value.Explain("a", "nice"));
        Refused("texts[0] is null", () => Trained.Value.Predict([null!]));
    }

    [Fact]
    public void OnlyModelsOfClassesOfTextsAreTaken()
    {
        var text = new TextVectorization(outputMode: TextOutputMode.Count, vocabulary: ["a", "b"]);
        Refused("has no encoder", () => new TextClassifier(new Sequential(3).Dense(2, "softmax")));
        Refused("Set its Labels", () => new TextClassifier(new Sequential(text).Dense(2, "softmax")));
        Refused("no probabilities", () => new TextClassifier(Labelled(new Sequential(text).Dense(2))));
        var other = new TextVectorization(outputMode: TextOutputMode.Count, vocabulary: ["a", "b"], column: "other");
        Input first = new(3), second = new(3);
        var two = new Model([first, second], [first.Concatenate(second).Dense(2, "softmax")])
        {
            Encoders = [text, other],
            Labels = ["x", "y"],
        };
        Refused("takes the columns text, other", () => new TextClassifier(two));
    }

    /// <summary>Texts of all kinds are classified: empty, halves of pairs, 10 MB.</summary>
    [Fact]
    public void AnyTextIsClassified()
    {
        string oneWord = new('x', 10_000_000), manyWords = string.Concat(Enumerable.Repeat("dull ", 2_000_000));
        foreach (string text in new[] { "", " ", "\uD83D", "\0", oneWord, manyWords })
            Assert.InRange(Trained.Value.Predict(text).Probability, 0.3f, 1);
    }

    private static Sequential Labelled(Sequential model)
    {
        model.Labels = ["x", "y"];
        return model;
    }

    private static double LogOdds(string text, string label)
    {
        double p = Trained.Value.PredictProbabilities(text).Single(prediction => prediction.Name == label).Probability;
        return Math.Log(p / (1 - p));
    }

    private static TextClassifier Train(int classes)
    {
        (string[] texts, string[] labels) = Sentences.Of(400, classes, seed: 1);
        return TextClassifier.Train(texts, labels, new TextClassifierOptions
        {
            Seed = 1,
            Fit = new FitOptions { Epochs = 15, ValidationSplit = 0.1, Verbose = Verbosity.Silent },
        });
    }

    private static void Refused(string part, Func<object> action)
    {
        Exception exception = Assert.ThrowsAny<Exception>(() => { action(); });
        Assert.True(exception is ArgumentException or InvalidOperationException, exception.ToString());
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }
}
