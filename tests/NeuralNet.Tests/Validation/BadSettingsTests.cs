using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Tests of settings of layers, losses, metrics and optimizers that are out of range, contradictory or unknown.</summary>
public class BadSettingsTests
{
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
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new SGD(momentum: rate), "momentum", "between 0 and 1");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam(beta1: rate), "beta1");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new Adam(beta2: rate), "beta2");
        Refuses<ArgumentOutOfRangeException>(
            Binary(), _ => new BinaryCrossEntropy(labelSmoothing: rate), "labelSmoothing", "between 0 and 1");
        Refuses<ArgumentOutOfRangeException>(
            Binary(), _ => new CategoricalCrossEntropy(labelSmoothing: rate), "labelSmoothing", "between 0 and 1");
        Refuses<ArgumentOutOfRangeException>(Binary(), _ => new BinaryAccuracy(rate), "threshold", "between 0 and 1");
    }

    /// <summary>Keras: optimizers/lion.py, 0 &lt; beta_1 ≤ 1; with 0 the step would be the gradient's sign alone.</summary>
    [Fact]
    public void BetasOfLion()
    {
        foreach (float beta in (float[])[0, -0.1f, 1.1f, float.NaN])
            Refuses<ArgumentOutOfRangeException>(() => new Lion(beta1: beta), "beta1", "greater than 0");
        foreach (float beta in (float[])[-0.1f, 1.1f, float.NaN])
            Refuses<ArgumentOutOfRangeException>(() => new Lion(beta2: beta), "beta2", "between 0 and 1");
        _ = new Lion(beta1: 1, beta2: 1);
        _ = new Lion(beta2: 0);
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
        Binary(), model => model.Compile(new SGD { ClipNorm = 1, ClipValue = 1 }, "mse"), "SGD", "ClipNorm", "ClipValue", "GlobalClipNorm");

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
        Assert.Equal("layerNames", Assert.Throws<ArgumentException>(() => model.Freeze("dense", "hidden")).ParamName);
        Assert.Equal("layerNames", Assert.Throws<ArgumentException>(() => model.Unfreeze("hidden/*")).ParamName);
        Assert.All(model.Layers, layer => Assert.True(layer.IsTrainable));
    }

    [Fact]
    public void StepActivationCannotBeTrained()
    {
        var model = new Sequential(2, seed: 1).Dense(3, "sigmoid").Dense(1, "step");
        Refuses<ArgumentException>(
            model, m => m.Compile("sgd", "mse"), "'dense' cannot be trained", "'step' of the layer 'dense_1'", "derivative", "IsTrainable");
        Assert.False(model.IsCompiled);
        model.Freeze();
        model.Compile("sgd", "mse");
        Assert.All(model.Predict(X).ToArray(), value => Assert.True(value is 0 or 1));
    }

    [Fact]
    public void LayerWhoseOwnActivationCannotBeTrained() => Refuses<ArgumentException>(
        new Sequential(2, seed: 1).Dense(1, "step"), m => m.Compile("sgd", "mse"), "'dense' cannot be trained: its activation 'step'");

    [Fact]
    public void UnfreezingAfterAStepIsObservedByFit()
    {
        var model = new Sequential(2, seed: 1).Dense(3, "sigmoid").Dense(1, "step");
        model.Freeze();
        model.Compile("sgd", "mse");
        model.Unfreeze();
        Refuses<ArgumentException>(model, m => Fit(m, X, Y), "dense", "step", "derivative");
    }

    [Fact]
    public void NullInTheMetrics()
    {
        Refuses<ArgumentNullException>(Binary(), model => model.Compile("sgd", "mse", "mae", null!), "metrics[1] is null");
        Refuses<ArgumentNullException>(Binary(), model => model.Compile("sgd", "mse", [], [null!]), "weightedMetrics[0] is null");
        Refuses<ArgumentNullException>(Binary(), model => model.Compile("sgd", "mse", [], null!), "weightedMetrics");
        Refuses<ArgumentNullException>(Binary(), model => model.Compile("sgd", ["mse"], metrics: [null!]), "metrics[0] is null");
    }

    /// <summary>A name that is null converts to null, so that the called method names its missing argument.</summary>
    [Fact]
    public void NullInTheNames()
    {
        string none = null!;
        Refuses<ArgumentNullException>(Binary(), model => model.Compile(none, "mse"), "optimizer");
        Refuses<ArgumentNullException>(Binary(), model => model.Compile("sgd", none), "loss");
        Refuses<ArgumentNullException>(Binary(), model => model.Compile("sgd", [none]), "losses[0] is null");
        Refuses<ArgumentNullException>(Binary(), model => model.Compile("sgd", "mse", none), "metrics[0] is null");
        Refuses<ArgumentNullException>(Binary(), _ => new ActivationLayer(none), "activation");
        Refuses<ArgumentNullException>(Binary(), model => model.Freeze("dense", none), "layerNames");
        Refuses<ArgumentNullException>(Binary(), model => model.GetLayer(none), "name");
        Assert.Null((Metric?)(Loss?)null);
        Assert.Equal("linear", new Dense(1, none).FinalActivation.Name);
        Assert.Null((Initializer?)none);
        Assert.Null((Regularizer?)none);
        Assert.Null((Constraint?)none);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("loss")]
    [InlineData("val_loss")]
    [InlineData("val_mine")]
    [InlineData("learning_rate")]
    public void NamesOfMetricsThatFitReportsItself(string name)
    {
        Refuses<ArgumentException>(() => new Precision { Name = name }, "metric's name", "loss", "val_", $"'{name}'");
        Refuses<ArgumentException>(Binary(), model => model.Compile("sgd", "mse", new Named(name)), "metric's name", $"'{name}'");
    }

    [Fact]
    public void OutputWhoseFiguresLookLikeThoseOfTheValidation()
    {
        var input = new Input(2, seed: 1);
        var model = new Model([input], [input.Dense(1, name: "val"), input.Dense(1, name: "other")]);
        Refuses<InvalidOperationException>(model, m => m.Compile("sgd", "mse"), "val_loss", "name");
        Assert.False(model.IsCompiled);
    }

    [Fact]
    public void NamesOfClassesAndFeatures()
    {
        Sequential three = new Sequential(2, seed: 1).Dense(3, "softmax"), one = Binary();
        Refuses<ArgumentException>(three, model => model.Labels = ["a", "b"], "Labels has 2 names", "(None, 3)", "takes 3");
        Refuses<ArgumentNullException>(three, model => model.Labels = ["a", null!, "c"], "Labels[1] is null");
        Refuses<ArgumentException>(three, model => model.FeatureNames = ["x"], "FeatureNames has 1 name;", "(None, 2)", "takes 2");
        Refuses<ArgumentException>(three, model => model.FeatureNames = [], "FeatureNames has 0 names");
        three.Labels = ["a", "b", "c"];
        Refuses<ArgumentException>(three, model => ((Sequential)model).Dense(2), "Labels has 3 names", "(None, 2)");
        Assert.Single(three.Layers);
        one.Labels = ["no", "yes"];
        one.Labels = ["yes"];
        new Sequential([28, 28]).FeatureNames = [.. Enumerable.Range(0, 28 * 28).Select(i => $"pixel {i}")];
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void Counts(int value)
    {
        Refuses<ArgumentOutOfRangeException>(() => Compute.DegreeOfParallelism = value, "DegreeOfParallelism", "from 1 to 1024");
        Refuses<ArgumentOutOfRangeException>(() => new RandomStream(1).NextInt32(value), "exclusiveMaximum", "at least 1");
        Refuses<ArgumentOutOfRangeException>(() => new Embedding(value, 2), "inputDim", "from 1 to 16777216");
        Refuses<ArgumentOutOfRangeException>(() => new CategoryEncoding(value), "numTokens", "from 1 to 16777216");
        Refuses<ArgumentOutOfRangeException>(() => new AUC(value), "numThresholds", "from 2 to 16777216");
    }

    [Fact]
    public void Ranges()
    {
        Refuses<ArgumentOutOfRangeException>(() => new RandomUniform(1, -1), "maximum", "at least 1", "-1");
        Refuses<ArgumentOutOfRangeException>(() => new MinMaxNorm(2, 1), "maxValue", "at least 2", "1");
        Refuses<ArgumentOutOfRangeException>(() => new Embedding(int.MaxValue, 2), "inputDim", "16777216", "2147483647");
        Refuses<ArgumentOutOfRangeException>(() => new AUC(int.MaxValue), "numThresholds", "from 2 to 16777216");
        Refuses<ArgumentOutOfRangeException>(() => Compute.DegreeOfParallelism = int.MaxValue, "DegreeOfParallelism", "from 1 to 1024");
        Refuses<ArgumentOutOfRangeException>(() => new EarlyStopping(baseline: double.NaN), "baseline", "NaN");
        Refuses<ArgumentOutOfRangeException>(() => new ModelCheckpoint("x", initialValueThreshold: double.NaN), "initialValueThreshold",
            "NaN");
        Refuses<ArgumentOutOfRangeException>(() => new CosineDecayRestarts(0.1f, 1, tMul: 0.5f), "tMul", "at least 1");
        Refuses<ArgumentOutOfRangeException>(() => new AUC(curve: (AUCCurve)9), "curve", "Roc, PrecisionRecall");
        Refuses<ArgumentOutOfRangeException>(() => new F1Score((ClassAverage)9), "average", "Macro");
        foreach (float threshold in (float[])[0, -0.5f, 1.5f, float.NaN])
            Refuses<ArgumentOutOfRangeException>(() => new F1Score(threshold: threshold), "threshold", "greater than 0");
        _ = new F1Score(threshold: 1);
        Refuses<ArgumentOutOfRangeException>(() => new EarlyStopping(mode: (MonitorMode)9), "mode", "Auto, Min, Max");
        Refuses<ArgumentOutOfRangeException>(() => new MeanSquaredError { Reduction = (Reduction)9 }, "Reduction", "Sum");
    }

    private sealed class Named(string name) : RowMetric
    {
        public override MetricDirection Direction => MetricDirection.Up;

        protected internal override string DefaultName => name;

        protected internal override void Evaluate(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> values) => values.Clear();
    }
}
