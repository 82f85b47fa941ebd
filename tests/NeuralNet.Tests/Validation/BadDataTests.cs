using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Tests of data that do not fit the model or the loss, by their shapes or their values.</summary>
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
    public void NoRowsOfY() => Refuses<ArgumentException>(Binary(), model => Fit(model, X, new Tensor([0, 1])), "x has 10 rows", "y has 0");

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
        Refuses<ArgumentNullException>(Binary(), model => model.Fit([null!], [Y]), "x[0] is null");
        Refuses<ArgumentNullException>(Binary(), model => model.Fit([X], [null!]), "y[0] is null");
        Refuses<ArgumentNullException>(Binary(), model => model.Fit((IReadOnlyList<Tensor>)null!, [Y]), "x is null");
        Refuses<ArgumentNullException>(Binary(), model => model.Predict([null!]), "x[0] is null");
        Refuses<ArgumentNullException>(Binary(), model => model.TrainOnBatch(X, null!), "y");
        Refuses<ArgumentNullException>(Binary(), model => model.TestOnBatch([X], [null!]), "y[0] is null");
        Refuses<ArgumentNullException>(Binary(), model => model.PredictOnBatch((Tensor)null!), "x");
    }

    [Fact]
    public void DataOfOneOfSeveralInputsOrOutputs()
    {
        Input left = new(2, seed: 1, name: "left"), right = new(3, name: "right");
        Node both = left.Concatenate(right);
        var model = new Model([left, right], [both.Dense(1, name: "first"), both.Dense(4, "softmax", name: "second")]);
        model.Compile("sgd", ["mse", "sparse_categorical_crossentropy"]);
        Tensor wide = TestData.Normal([10, 3], 1), labels = TestData.Integers(10, 1, 4);
        Refuses<ArgumentException>(model, m => m.Fit([X, X], [Y, labels]), "'right'", "x[1] should have the shape (None, 3)", "(10, 2)");
        Refuses<ArgumentException>(model, m => m.Fit([X, TestData.Normal([9, 3], 1)], [Y, labels]), "x[0] has 10 rows and x[1] has 9");
        Refuses<ArgumentException>(model, m => m.Fit([X, wide], [Y, labels.Reshape([5, 2])]), "'second'", "y[1] has (5, 2)");
        Refuses<ArgumentException>(model, m => m.Fit([X, wide], [Y, TestData.Integers(9, 1, 4)]), "x[0] has 10 rows and y[1] has 9");
        Refuses<ArgumentException>(model, m => m.Fit([X, wide], [Y]), "2 outputs; y has 1 tensor.");
        labels[3] = 4;
        Refuses<ArgumentException>(model, m => m.Fit([X, wide], [Y, labels]), "y[1] does not fit the output 'second'", "0 to 3",
            "row 3 has 4");
        labels[3] = float.NaN;
        Refuses<ArgumentException>(model, m => m.Fit([X, wide], [Y, labels]), "y[1] contains NaN in row 3");
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
    }

    /// <summary>Only Fit has the argument that allows such values, so only its message mentions it.</summary>
    [Fact]
    public void NotANumberWhereItCannotBeLetThrough()
    {
        Tensor x = X.Clone();
        x[7, 1] = float.NaN;
        Action<Model>[] actions =
            [model => model.Evaluate(x, Y), model => model.TrainOnBatch(x, Y), model => model.TestOnBatch(x, Y),
                model => model.TestOnBatch([x], [Y])];
        Assert.All(actions, action => Assert.DoesNotContain(
            "checkFinite", Refuses<ArgumentException>(Binary(), action, "x contains NaN in row 7. Replace").Message,
            StringComparison.Ordinal));
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
    public void TrainingThatDivergesNamesThePositionAndTheRemedy()
    {
        var model = new Sequential(1, seed: 1).Dense(1);
        model.Compile(new SGD(1e15f), "mse");
        var exception = Assert.Throws<TrainingDivergedException>(() => model.Fit(
            TestData.Normal([8, 1], 1), TestData.Normal([8, 1], 2), batchSize: 4, epochs: 9, verbose: Verbosity.Silent));
        Assert.Contains($"epoch {exception.Epoch + 1}", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"batch {exception.Batch + 1}", exception.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate", exception.Message, StringComparison.Ordinal);
        Assert.All(model.Parameters, parameter => Assert.DoesNotContain(parameter.Value.ToArray(), float.IsNaN));
    }

    /// <summary>An update that overflows after the last finite loss must be detected.</summary>
    [Fact]
    public void TrainingThatDivergesInItsLastStepDoesNotEndInSilence()
    {
        var model = new Sequential(1, seed: 1).Dense(1);
        model.Compile(new SGD(float.MaxValue), "mse");
        Assert.Throws<TrainingDivergedException>(() => model.Fit(
            new float[,] { { 5 }, { 6 } }, new float[,] { { 100 }, { -900 } }, batchSize: 2, epochs: 1, verbose: Verbosity.Silent));
    }

    [Fact]
    public void LabelsOutsideTheClasses()
    {
        Tensor tooLarge = new float[] { 0, 1, 2, 3, 0, 0, 0, 0, 0, 0 }, negative = new float[] { 0, -1, 0, 0, 0, 0, 0, 0, 0, 0 },
            broken = new float[] { 0, 0, 0.5f, 0, 0, 0, 0, 0, 0, 0 };
        Sequential model = Classifier("sparse_categorical_crossentropy");
        ArgumentException exception = Refuses<ArgumentException>(
            model, m => Fit(m, X, tooLarge), "y does not fit the output 'dense'", "0 to 2", "3 outputs", "row 3 has 3");
        Assert.Equal("y", exception.ParamName);
        Refuses<ArgumentException>(model, m => Fit(m, X, negative), "0 to 2", "row 1 has -1");
        Refuses<ArgumentException>(model, m => Fit(m, X, broken), "0 to 2", "row 2 has 0.5");
    }

    [Fact]
    public void TargetsThatAreNoProbabilities()
    {
        Tensor y = Y.Clone();
        y[3, 0] = 2;
        Refuses<ArgumentException>(
            Binary(), model => Fit(model, X, y), "y does not fit the output 'dense_1'", "binary_crossentropy", "between 0 and 1",
            "row 3 has 2",
            "SparseCategoricalCrossEntropy");
    }

    /// <summary>After a softmax of one output, every prediction is 1, and every loss of a one-hot target is 0.</summary>
    [Theory]
    [InlineData("categorical_crossentropy")]
    [InlineData("sparse_categorical_crossentropy")]
    public void LossOfSeveralClassesOnOneOutput(string loss)
    {
        var model = new Sequential(2, seed: 1).Dense(1, "softmax");
        model.Compile("sgd", loss);
        Refuses<ArgumentException>(model, m => Fit(m, X, Y), "'dense'", loss, "only one", "BinaryCrossEntropy");
    }

    /// <summary>The message gives the index of a label in steps, also for rows of y with several labels.</summary>
    [Fact]
    public void LabelOutsideTheClassesInASequence()
    {
        var model = new Sequential([3, 2], seed: 1).Dense(2, "softmax");
        model.Compile("sgd", "sparse_categorical_crossentropy");
        Tensor labels = new Tensor([10, 3]);
        labels[4, 1] = 2;
        Refuses<ArgumentException>(model, m => Fit(m, TestData.Normal([10, 3, 2], 1), labels), "row 4 has 2");
    }

    /// <summary>A metric that reads labels validates them before their use, also if the loss accepts any.</summary>
    [Fact]
    public void LabelsOutsideTheClassesOfAMetric()
    {
        var model = new Sequential([2, 2], seed: 1).Dense(1);
        model.Compile("sgd", "mse", "sparse_categorical_crossentropy");
        Tensor x = TestData.Normal([4, 2, 2], 1), y = TestData.Integers([4, 2, 1], 1, 5);
        Refuses<ArgumentException>(model, m => Fit(m, x, y), "'sparse_categorical_crossentropy'", "output 'dense'");
        var binary = new Sequential(2, seed: 1).Dense(1, "sigmoid");
        binary.Compile("sgd", "mse", "bce");
        binary.TrainOnBatch(X, Y);
        Refuses<ArgumentException>(binary, m => m.TrainOnBatch(X, TestData.Normal([10, 1], 1)), "binary_crossentropy", "between 0 and 1");
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
        Refuses<ArgumentException>(model, m => Fit(m, X, TestData.Integers(10, 1, 3)), "'categorical_accuracy'", "'dense'", "(None, 3)",
            "(None, 1)");
        model.Compile("sgd", "sparse_categorical_crossentropy", new Precision(classId: 3));
        Refuses<ArgumentException>(model, m => Fit(m, X, TestData.Integers(10, 1, 3)), "'precision'", "'dense'", "class 3", "0 to 2");
    }
}
