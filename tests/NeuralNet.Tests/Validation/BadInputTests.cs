namespace NeuralNet.Tests;

/// <summary>
/// Bad input is an exception that names the layer or the argument, what was expected and what was given; the model stays as it was,
/// bit by bit.
/// </summary>
public class BadInputTests
{
    private static readonly Tensor X = TestData.Normal([10, 2], 1);
    private static readonly Tensor Y = TestData.Integers([10, 1], 2, 2);

    private static Sequential Binary() => Compiled(new Sequential(2, seed: 1).Dense(4, "tanh").Dense(1, "sigmoid"), "bce");

    private static Sequential Classifier(Loss loss) => Compiled(new Sequential(2, seed: 1).Dense(3, "softmax"), loss);

    private static Sequential Compiled(Sequential model, Loss loss)
    {
        model.Compile("adam", loss, "accuracy");
        return model;
    }

    // The data's shapes

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

    // The data's values

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

    // Settings of Fit

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void BatchSizesAndEpochs(int value)
    {
        string given = FormattableString.Invariant($"{value}");
        Refuses<ArgumentOutOfRangeException>(Binary(), model => model.Fit(X, Y, batchSize: value), "batchSize", "at least 1", given);
        Refuses<ArgumentOutOfRangeException>(Binary(), model => model.Fit(X, Y, epochs: value), "epochs", "at least 1", given);
        Refuses<ArgumentOutOfRangeException>(
            Binary(), model => model.Fit(X, Y, validationBatchSize: value), "validationBatchSize", "at least 1", given);
        Refuses<ArgumentOutOfRangeException>(
            Binary(), model => model.Fit(X, Y, validationFreq: value), "validationFreq", "at least 1", given);
        Refuses<ArgumentOutOfRangeException>(Binary(), model => model.Predict(X, batchSize: value), "batchSize", "at least 1", given);
        Refuses<ArgumentOutOfRangeException>(Binary(), model => model.Evaluate(X, Y, batchSize: value), "batchSize", "at least 1", given);
    }

    [Fact]
    public void NegativeInitialEpoch() =>
        Refuses<ArgumentOutOfRangeException>(Binary(), model => model.Fit(X, Y, initialEpoch: -1), "initialEpoch", "-1");

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void ValidationSplitOutOfRange(double split) =>
        Refuses<ArgumentOutOfRangeException>(
            Binary(), model => model.Fit(X, Y, validationSplit: split), "validationSplit", "at least 0 and less than 1");

    [Theory]
    [InlineData(0.95, "leaves 0 for training")]
    [InlineData(1e-18, "0 for validation")]
    public void ValidationSplitThatLeavesNothing(double split, string said) =>
        Refuses<ArgumentException>(Binary(), model => model.Fit(X, Y, validationSplit: split), "validationSplit", "10 rows", said);

    [Fact]
    public void ValidationDataOfAnotherShape() => Refuses<ArgumentException>(
        Binary(), model => model.Fit(X, Y, verbose: Verbosity.Silent, validationData: (TestData.Normal([4, 3], 1), Y)), "(None, 2)",
            "(4, 3)");

    [Fact]
    public void SampleWeights()
    {
        Refuses<ArgumentException>(Binary(), model => model.Fit(X, Y, sampleWeight: new float[9]), "sampleWeight", "10", "(9,)");
        Refuses<ArgumentException>(Binary(), model => model.Fit(X, Y, sampleWeight: new Tensor([10, 2])), "sampleWeight", "10", "(10, 2)");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, sampleWeight: new float[] { 1, 1, -2, 1, 1, 1, 1, 1, 1, 1 }), "sampleWeight", "row 2", "-2");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, sampleWeight: new float[] { 1, 1, 1, float.NaN, 1, 1, 1, 1, 1, 1 }), "sampleWeight",
            "row 3", "NaN");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, validationData: (X, Y), validationSampleWeight: new float[3]), "validationSampleWeight", "10", "(3,)");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, validationSplit: 0.5, validationSampleWeight: new float[5]), "validationSampleWeight", "validationData", "sampleWeight");
    }

    [Fact]
    public void ClassWeights()
    {
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, classWeight: new Dictionary<int, float> { [1] = -1 }), "classWeight", "class 1", "-1");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, classWeight: new Dictionary<int, float> { [1] = 2 }, sampleWeight: new float[10]),
                "classWeight", "sampleWeight");
    }

    [Fact]
    public void FitAndEvaluateBeforeCompile()
    {
        var model = new Sequential(2, seed: 1, name: "raw").Dense(1);
        Refuses<InvalidOperationException>(model, m => m.Fit(X, Y), "raw", "Compile", "Fit");
        Refuses<InvalidOperationException>(model, m => m.Evaluate(X, Y), "raw", "Compile", "Evaluate");
    }

    // Settings of layers, optimizers and the like

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Units(int units) => Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Dense(units), "units", "at least 1");

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void Rates(float rate)
    {
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Dropout(rate), "rate", "between 0 and 1");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Sgd(momentum: rate), "momentum", "between 0 and 1");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam(beta1: rate), "beta1");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam(beta2: rate), "beta2");
        Refuses<ArgumentOutOfRangeException>(
            Binary(), _ => new BinaryCrossEntropy(labelSmoothing: rate), "labelSmoothing", "between 0 and 1");
        Refuses<ArgumentOutOfRangeException>(
            Binary(), _ => new CategoricalCrossEntropy(labelSmoothing: rate), "labelSmoothing", "between 0 and 1");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new BinaryAccuracy(rate), "threshold", "between 0 and 1");
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void LearningRatesAndClips(float value)
    {
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam(learningRate: value), "learningRate");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam(epsilon: value), "epsilon");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam { ClipNorm = value }, "ClipNorm");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam { ClipValue = value }, "ClipValue");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam { GlobalClipNorm = value }, "GlobalClipNorm");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam { WeightDecay = value }, "WeightDecay");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new RandomNormal(stddev: value), "stddev");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new L2(value), "l2");
    }

    [Fact]
    public void TwoWaysOfClipping() => Refuses<ArgumentException>(
        Binary(), model => model.Compile(new Sgd { ClipNorm = 1, ClipValue = 1 }, "mse"), "SGD", "ClipNorm", "ClipValue", "GlobalClipNorm");

    [Fact]
    public void UnknownNamesListTheKnownOnes()
    {
        Refuses<ArgumentException>(Binary(), model => new Dense(1, "rellu"), "rellu", "relu", "sigmoid", "activation");
        Refuses<ArgumentException>(Binary(), model => model.Compile("sdg", "mse"), "sdg", "sgd", "adam", "optimizer");
        Refuses<ArgumentException>(Binary(), model => model.Compile("sgd", "mean_error"), "mean_error", "mean_squared_error", "loss");
        Refuses<ArgumentException>(Binary(), model => model.Compile("sgd", "mse", "acuracy"), "acuracy", "accuracy", "metric");
        Refuses<ArgumentException>(Binary(), model => new Dense(1, kernelInitializer: "glorot"), "glorot", "glorot_uniform", "initializer");
        Refuses<ArgumentException>(Binary(), model => new Dense(1, kernelRegularizer: "l3"), "l3", "l2", "regularizer");
        Refuses<ArgumentException>(Binary(), model => model.GetLayer("hidden"), "hidden", "dense", "dense_1");
        Refuses<ArgumentException>(Binary(), model => model.Freeze("dense", "hidden"), "hidden", "dense", "dense_1");
    }

    [Fact]
    public void UnknownFiguresListTheKnownOnes()
    {
        Sequential model = Binary();
        History history = Fit(model, X, Y);
        Refuses<KeyNotFoundException>(model, _ => history["val_loss"], "val_loss", "loss", "accuracy");
        Refuses<KeyNotFoundException>(model, m => m.Evaluate(X, Y)["auc"], "auc", "loss", "accuracy");
    }

    [Fact]
    public void FreezeChangesNothingIfANameIsUnknown()
    {
        Sequential model = Binary();
        Assert.Throws<ArgumentException>(() => model.Freeze("dense", "hidden"));
        Assert.All(model.Layers, layer => Assert.True(layer.IsTrainable));
    }

    [Fact]
    public void StepActivationCannotBeTrained()
    {
        var model = new Sequential(2, seed: 1).Dense(3, "sigmoid").Dense(1, "step");
        Refuses<ArgumentException>(model, m => m.Compile("sgd", "mse"), "dense", "step", "derivative", "IsTrainable");
        Assert.False(model.IsCompiled);
        model.Freeze();
        model.Compile("sgd", "mse");
        Assert.All(model.Predict(X).ToArray(), value => Assert.True(value is 0 or 1));
    }

    [Fact]
    public void UnfreezingBehindAStepIsSeenByFit()
    {
        var model = new Sequential(2, seed: 1).Dense(3, "sigmoid").Dense(1, "step");
        model.Freeze();
        model.Compile("sgd", "mse");
        model.Unfreeze();
        Refuses<ArgumentException>(model, m => Fit(m, X, Y), "dense", "step", "derivative");
    }

    // Building

    [Fact]
    public void LayersThatDoNotFitTheirInputs()
    {
        Input left = new(2), right = new(3), square = new([2, 2]);
        Refuses<ArgumentException>(Binary(), _ => left.Merge(new Add(), right), "add", "(2,)", "(3,)");
        Refuses<ArgumentException>(Binary(), _ => left.Merge(new Concatenate(), square), "concatenate", "(2,)", "(2, 2)");
        Refuses<ArgumentException>(Binary(), _ => left.Merge(new Concatenate(axis: 5), left), "concatenate", "axis 5", "(None, 2)");
        Refuses<ArgumentException>(Binary(), _ => left.Merge(new Dense(2), right), "dense", "one input", "2");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Concatenate(axis: 0), "axis", "batch");
        Refuses<ArgumentException>(Binary(), _ => new Sequential(0).Dense(2), "dense", "at least one value", "(0,)");
    }

    [Fact]
    public void LayerBuiltForOtherInputs()
    {
        var shared = new Dense(2, name: "shared");
        new Sequential(3).Add(shared);
        Refuses<ArgumentException>(Binary(), _ => new Sequential(4).Add(shared), "shared", "(3,)", "(4,)");
    }

    [Fact]
    public void SameLayerTwiceInAChain()
    {
        var model = new Sequential(2, seed: 1);
        var layer = new Dense(2);
        model.Add(layer);
        Refuses<ArgumentException>(model, m => ((Sequential)m).Add(layer), "dense", "functional");
        Assert.Single(model.Layers);
    }

    [Fact]
    public void TwoLayersOfOneName()
    {
        var model = new Sequential(2, seed: 1).Dense(2, name: "hidden");
        Refuses<ArgumentException>(model, m => ((Sequential)m).Dense(3, name: "hidden"), "hidden");
        Assert.Single(model.Layers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a/b")]
    public void NamesOfLayers(string name) => Refuses<ArgumentException>(Binary(), _ => new Dense(1, name: name), "name", name);

    [Fact]
    public void LayerAddedAfterCompile() =>
        Refuses<InvalidOperationException>(Binary(), model => ((Sequential)model).Dense(3), "compiled", "dense");

    [Fact]
    public void InitializerThatCannotFillTheParameterLeavesTheModelAndTheLayer()
    {
        var model = new Sequential(2, seed: 1).Dense(2);
        var layer = new Dense(3, biasInitializer: new Orthogonal());
        Refuses<ArgumentException>(model, m => ((Sequential)m).Add(layer), "Orthogonal", "(3,)");
        Assert.Single(model.Layers);
        Assert.All(layer.Parameters, parameter => Assert.False(parameter.HasValue && parameter.ShortName == "bias"));
    }

    [Fact]
    public void FunctionalModelsThatDoNotHangTogether()
    {
        Input left = new(2, name: "left"), right = new(3, name: "right"), seeded = new(2, seed: 1), other = new(2, seed: 2);
        Refuses<ArgumentException>(Binary(), _ => new Model(left, left.Concatenate(right).Dense(1)), "right", "(3,)");
        Refuses<ArgumentException>(Binary(), _ => new Model([left, right], [left.Dense(1)]), "right", "(3,)");
        Refuses<ArgumentException>(Binary(), _ => new Model([seeded, other], [seeded.Concatenate(other)]), "seed", "1, 2");
        Refuses<ArgumentException>(Binary(), _ => new Model([], [left.Dense(1)]), "at least one");
    }

    [Fact]
    public void ParametersOfAnotherShape() => Refuses<ArgumentException>(
        Binary(), model => model.Parameters[0].SetValue(new Tensor([3, 4])), "dense/kernel", "(2, 4)", "(3, 4)");

    [Fact]
    public void EarlyStoppingThatWatchesNothing() => Refuses<ArgumentException>(
        Binary(), model => model.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new EarlyStopping("auc")]), "auc", "MonitorMode");

    [Fact]
    public void NullInTheCallbacks() =>
        Refuses<ArgumentException>(Binary(), model => model.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [null!]), "callbacks");

    [Fact]
    public void NullInTheMetrics() => Refuses<ArgumentException>(Binary(), model => model.Compile("sgd", "mse", [null!]), "metrics");

    [Fact]
    public void LearningRateOfASchedule() => Refuses<InvalidOperationException>(
        WithSchedule(), model => model.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new SetLearningRate()]), nameof(Falling), "Sgd");

    private static Sequential WithSchedule()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new Sgd(new Falling()), "mse");
        return model;
    }

    private static History Fit(Model model, Tensor x, Tensor y) => model.Fit(x, y, verbose: Verbosity.Silent);

    private static TException Refuses<TException>(Model model, Func<Model, object?> action, params string[] said)
        where TException : Exception => Refuses<TException>(model, m => { action(m); }, said);

    /// <summary>The action throws, the message says all of this, and not a bit of the weights has changed.</summary>
    private static TException Refuses<TException>(Model model, Action<Model> action, params string[] said)
        where TException : Exception
    {
        int[] before = Bits.Of(model);
        TException exception = Assert.ThrowsAny<TException>(() => action(model));
        Assert.All(said, part => Assert.Contains(part, exception.Message, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(before, Bits.Of(model));
        return exception;
    }

    private sealed class Falling : LearningRateSchedule
    {
        public override float At(long step) => 1f / (1 + step);
    }

    private sealed class SetLearningRate : Callback
    {
        protected internal override void OnTrainBegin(TrainingRun run) => run.LearningRate = 0.5f;
    }
}
