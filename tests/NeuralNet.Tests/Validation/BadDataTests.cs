using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Data that do not fit the model or the loss, in their shapes or their values.</summary>
public class BadDataTests
{
    [Fact]
    public void WrongWidthOfX() =>
        Refuses<ArgumentException>(Binary(), model => Fit(model, TestData.Normal([10, 3], 1), Y), "x", "(None, 2)", "(10, 3)");

    [Fact]
    public void WrongRankOfX() =>
        Refuses<ArgumentException>(Binary(), model => Fit(model, TestData.Normal([10, 2, 2], 1), Y), "x", "(None, 2)", "(10, 2, 2)");

    [Fact]
    public void SingleRowWithoutBatchAxis() =>
        Refuses<ArgumentException>(Binary(), model => model.Predict(TestData.Normal(2, 1)), "x", "(2,)", "Reshape");

    [Fact]
    public void ScalarAsX() => Refuses<ArgumentException>(Binary(), model => model.Predict(new Tensor([])), "x", "(None, 2)", "()");

    [Fact]
    public void WrongWidthOfXInPredict() =>
        Refuses<ArgumentException>(Binary(), model => model.Predict(TestData.Normal([1, 5], 1)), "x", "(None, 2)", "(1, 5)");

    [Fact]
    public void WrongWidthOfXInEvaluate() =>
        Refuses<ArgumentException>(Binary(), model => model.Evaluate(TestData.Normal([1, 5], 1), Y), "x", "(None, 2)", "(1, 5)");

    [Fact]
    public void WrongWidthOfY() =>
        Refuses<ArgumentException>(Binary(), model => Fit(model, X, TestData.Normal([10, 2], 1)), "dense_1", "y", "(None, 1)", "(10, 2)");

    [Fact]
    public void WrongRankOfY() =>
        Refuses<ArgumentException>(
            Binary(), model => Fit(model, X, TestData.Normal([10, 1, 1, 1], 1)), "dense_1", "y", "(None, 1)", "(10, 1, 1, 1)");

    [Fact]
    public void DifferentNumbersOfRows() =>
        Refuses<ArgumentException>(Binary(), model => Fit(model, X, TestData.Integers([9, 1], 2, 2)), "x has 10 rows", "y has 9");

    [Fact]
    public void DifferentNumbersOfRowsInEvaluate() =>
        Refuses<ArgumentException>(Binary(), model => model.Evaluate(X, TestData.Integers([9, 1], 2, 2)), "x has 10 rows", "y has 9");

    [Fact]
    public void NoRowsAtAll() =>
        Refuses<ArgumentException>(Binary(), model => Fit(model, new Tensor([0, 2]), new Tensor([0, 1])), "x", "no rows");

    [Fact]
    public void NoRowsToPredict() => Refuses<ArgumentException>(Binary(), model => model.Predict(new Tensor([0, 2])), "x", "no rows");

    [Fact]
    public void NoRowsToEvaluate() =>
        Refuses<ArgumentException>(Binary(), model => model.Evaluate(new Tensor([0, 2]), new Tensor([0, 1])), "x", "no rows");

    [Fact]
    public void NullData()
    {
        Refuses<ArgumentNullException>(Binary(), model => Fit(model, null!, Y), "x");
        Refuses<ArgumentNullException>(Binary(), model => Fit(model, X, null!), "y");
        Refuses<ArgumentNullException>(Binary(), model => model.Predict((Tensor)null!), "x");
        Refuses<ArgumentNullException>(Binary(), model => model.Evaluate(X, null!), "y");
    }

    [Fact]
    public void SpansOfWrongLength()
    {
        Refuses<ArgumentException>(Binary(), model => model.Predict(new float[3], new float[1]), "row", "2", "3");
        Refuses<ArgumentException>(Binary(), model => model.Predict(new float[2], new float[2]), "output", "1", "2");
    }

    [Fact]
    public void OneTensorForTwoInputs()
    {
        Input left = new(2, seed: 1), right = new(2);
        var model = new Model([left, right], [left.Concatenate(right).Dense(1)], "pair");
        Refuses<ArgumentException>(model, m => m.Predict(X), "pair", "2 inputs");
        Refuses<ArgumentException>(model, m => m.Predict([X]), "2 inputs", "1");
        Refuses<ArgumentException>(model, m => m.Predict([X, TestData.Normal([9, 2], 1)]), "rows", "10", "9");
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void NotANumberInTheData(float value, string text)
    {
        Tensor x = X.Clone(), y = Y.Clone();
        (x[7, 1], y[4, 0]) = (value, value);
        Refuses<ArgumentException>(Binary(), model => Fit(model, x, Y), "x", text, "row 7", "checkFinite");
        Refuses<ArgumentException>(Binary(), model => Fit(model, X, y), "y", text, "row 4");
        Refuses<ArgumentException>(Binary(), model => model.Evaluate(x, Y), "x", text, "row 7");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, verbose: Verbosity.Silent, validationData: (x, Y)), "x", text, "row 7");
    }

    [Fact]
    public void NotANumberThatIsLetThroughStopsTheTraining()
    {
        Tensor x = X.Clone();
        x[7, 1] = float.NaN;
        TrainingDivergedException exception = Refuses<TrainingDivergedException>(
            Binary(), model => model.Fit(x, Y, batchSize: 10, verbose: Verbosity.Silent, checkFinite: false), "NaN", "epoch 1", "batch 1",
                "learning rate");
        Assert.Equal((0, 0), (exception.Epoch, exception.Batch));
    }

    [Fact]
    public void TrainingThatDivergesSaysWhereAndWhatToTry()
    {
        var model = new Sequential(1, seed: 1).Dense(1);
        model.Compile(new Sgd(1e15f), "mse");
        var exception = Assert.Throws<TrainingDivergedException>(() => model.Fit(
            TestData.Normal([8, 1], 1), TestData.Normal([8, 1], 2), batchSize: 4, epochs: 9, verbose: Verbosity.Silent));
        Assert.Contains($"epoch {exception.Epoch + 1}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"batch {exception.Batch + 1}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate", exception.Message, StringComparison.Ordinal);
        Assert.All(model.Parameters, parameter => Assert.DoesNotContain(parameter.Value.ToArray(), float.IsNaN));
    }

    /// <summary>An update that overflows after the last loss was still finite must not go unseen.</summary>
    [Fact]
    public void TrainingThatDivergesInItsLastStepDoesNotEndInSilence()
    {
        var model = new Sequential(1, seed: 1).Dense(1);
        model.Compile(new Sgd(float.MaxValue), "mse");
        Assert.Throws<TrainingDivergedException>(() => model.Fit(
            new float[,] { { 5 }, { 6 } }, new float[,] { { 100 }, { -900 } }, batchSize: 2, epochs: 1, verbose: Verbosity.Silent));
    }

    [Fact]
    public void LabelsOutsideTheClasses()
    {
        Tensor tooLarge = new float[] { 0, 1, 2, 3, 0, 0, 0, 0, 0, 0 }, negative = new float[] { 0, -1, 0, 0, 0, 0, 0, 0, 0, 0 },
            broken = new float[] { 0, 0, 0.5f, 0, 0, 0, 0, 0, 0, 0 };
        Sequential model = Classifier("sparse_categorical_crossentropy");
        Refuses<ArgumentException>(model, m => Fit(m, X, tooLarge), "0 to 2", "row 3 has 3");
        Refuses<ArgumentException>(model, m => Fit(m, X, negative), "0 to 2", "row 1 has -1");
        Refuses<ArgumentException>(model, m => Fit(m, X, broken), "0 to 2", "row 2 has 0.5");
    }

    [Fact]
    public void TargetsThatAreNoProbabilities()
    {
        Tensor y = Y.Clone();
        y[3, 0] = 2;
        Refuses<ArgumentException>(Binary(), model => Fit(model, X, y), "binary_crossentropy", "between 0 and 1", "row 3 has 2");
    }

    [Fact]
    public void OneHotTargetsToASparseLoss() => Refuses<ArgumentException>(
        Classifier("sparse_categorical_crossentropy"), model => Fit(model, X, TestData.OneHot(10, 3, 1)),
        "sparse_categorical_crossentropy", "dense", "(10, 3)", "CategoricalCrossEntropy");

    [Fact]
    public void ClassNumbersToAOneHotLoss() => Refuses<ArgumentException>(
        Classifier("categorical_crossentropy"), model => Fit(model, X, TestData.Integers(10, 1, 3)),
        "categorical_crossentropy", "dense", "(None, 3)", "(10,)", "SparseCategoricalCrossEntropy");

    [Fact]
    public void MetricThatCannotReadTheTargets()
    {
        var model = new Sequential(2, seed: 1).Dense(3, "softmax");
        model.Compile("sgd", "sparse_categorical_crossentropy", "categorical_accuracy");
        Refuses<ArgumentException>(model, m => Fit(m, X, TestData.Integers(10, 1, 3)), "categorical_accuracy", "(None, 3)");
    }
}
