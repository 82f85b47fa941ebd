namespace NeuralNet.Tests;

/// <summary>Tests of a model that has an encoder: its rows, its file and its classes.</summary>
public class ModelEncoderTests
{
    private static readonly Tensor Parts = new float[,] { { 1, 0, 0 }, { 1, 0.5f, 0 }, { 0, 0, 1 } };

    private static readonly CustomObjects Known = new CustomObjects().Add("ColorEncoder", settings => new ColorEncoder(
        settings.GetStrings("names") ?? throw new FormatException("'names' is missing"),
        settings.GetSingles("parts") ?? throw new FormatException("'parts' is missing")));

    [Fact]
    public void ARowIsPredictedLikeItsEncodedInput()
    {
        Sequential model = NewModel();
        Tensor expected = model.Predict(Parts);
        Assert.Equal(expected[2..].ToArray(), model.Predict(new Row { ["color"] = "blue", ["size"] = 3 }).ToArray());
        Assert.Equal([1, 3], model.Predict(new Row { ["color"] = "red" }).Shape);
    }

    [Fact]
    public void TheEncoderIsSavedWithTheModel()
    {
        Sequential model = NewModel();
        byte[] file = SafetensorsBytes.Saved(model);
        Model loaded = SafetensorsBytes.Load(file, Known);
        var row = new Row { ["color"] = "orange" };
        Assert.Equal(model.Predict(row).ToArray(), loaded.Predict(row).ToArray());
        Assert.IsType<ColorEncoder>(Assert.Single(loaded.Encoders));
        Assert.Equal(["red", "green", "blue"], loaded.FeatureNames!);
        Assert.Equal(file, SafetensorsBytes.Saved(loaded));
    }

    [Fact]
    public void ClassesHaveNamesAndProbabilities()
    {
        Sequential model = NewModel();
        model.Labels = ["warm", "hot", "cold"];
        Tensor probabilities = model.Predict(Parts);
        IReadOnlyList<ClassPrediction> classes = model.PredictClasses(Parts);
        Assert.Equal(3, classes.Count);
        for (int row = 0; row < 3; row++)
        {
            int index = probabilities.ArgMax()[row];
            Assert.Equal(new ClassPrediction(index, model.Labels[index], probabilities[row, index]), classes[row]);
        }

        Assert.Equal(classes[1], model.PredictClass(new Row { ["color"] = "orange" }));
        model.Labels = null;
        Assert.Equal(classes[1].Index.ToString(System.Globalization.CultureInfo.InvariantCulture), model.PredictClasses(Parts)[1].Name);
    }

    [Theory]
    [InlineData(-1, "no", 0)]
    [InlineData(2, "yes", 1)]
    public void ASigmoidSeparatesTwoClasses(float logit, string name, int index)
    {
        Sequential model = new Sequential(1).Dense(1, "sigmoid", kernelInitializer: new Ones(), name: "last");
        model.Labels = ["no", "yes"];
        ClassPrediction predicted = model.PredictClasses(new float[,] { { logit } })[0];
        Assert.Equal((index, name), (predicted.Index, predicted.Name));
        Assert.Equal(1 / (1 + Math.Exp(-Math.Abs(logit))), predicted.Probability, 1e-6);
    }

    [Fact]
    public void CrossValidationEncodesEachFoldByItsOwnModel()
    {
        IRows rows = ((IRows)new Row { ["color"] = "blue" }).Gather(new int[8]);
        Tensor y = new float[] { 0, 1, 2, 0, 1, 2, 0, 1 };
        var seen = new List<int>();
        CrossValidationResult result = CrossValidation.Run(
            (train, _) =>
            {
                lock (seen)
                    seen.Add(train.RowCount);
                Sequential model = NewModel();
                model.Compile("sgd", "sparse_categorical_crossentropy", "accuracy");
                return model;
            },
            rows, y.Reshape([8, 1]), KFold.Split(8, 4));
        Assert.Equal([6, 6, 6, 6], seen);
        Assert.Equal([8, 3], result.Predictions.Shape);
    }

    [Fact]
    public void WrongUseIsExplained()
    {
        Sequential model = NewModel();
        BadInput.Refuses<ArgumentException>(() => model.Predict(new Row { ["colour"] = "red" }), "'color'", "colour");
        BadInput.Refuses<ArgumentException>(() => model.Predict(new Row { ["color"] = "pink" }), "'pink'", "the row");
        BadInput.Refuses<InvalidOperationException>(() => new Sequential(3).Predict(new Row()), "no encoders", "new Sequential(encoder)");
        BadInput.Refuses<ArgumentException>(() => new Sequential(2).Encoders = [NewEncoder()], "'color'", "3)", "2)");
        BadInput.Refuses<ArgumentException>(() => new Sequential(3).Encoders = [NewEncoder(), NewEncoder()], "2 inputs");
        BadInput.Refuses<InvalidOperationException>(() => new Sequential(3).Dense(3, name: "last").PredictClasses(Parts), "'last'", "softmax");
    }

    [Theory]
    [InlineData("""[{"class_name": "ColorEncoder", "config": {"names": ["red"]}}]""", "parts")]
    [InlineData("""[{"class_name": "Colors", "config": {}}]""", "'Colors'")]
    [InlineData("""["ColorEncoder"]""", "encoders")]
    [InlineData("""{}""", "encoders")]
    public void AWrongEncoderOfAFileIsNamed(string encoders, string named)
    {
        byte[] changed = SafetensorsBytes.Edited(SafetensorsBytes.Saved(NewModel()), FileMetadata.EncodersKey, _ => encoders);
        BadInput.Refuses<ModelFileException>(() => SafetensorsBytes.Load(changed, Known), named);
    }

    private static ColorEncoder NewEncoder() => new(["red", "orange", "blue"], [1, 0, 0, 1, 0.5f, 0, 0, 0, 1]);

    private static Sequential NewModel() => new Sequential(NewEncoder(), seed: 1).Dense(3, "softmax");
}
