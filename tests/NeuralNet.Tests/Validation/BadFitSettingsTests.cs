using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Tests of settings of Fit, Evaluate and Predict that are out of range or contradict each other.</summary>
public class BadFitSettingsTests
{
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
    public void SettingsOfAValidationThatThereIsNot()
    {
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, validationBatchSize: 4), "validationBatchSize", "validationData", "validationSplit");
        Refuses<ArgumentException>(Binary(), model => model.Fit(X, Y, validationSteps: 4), "validationSteps", "validationData", "validationSplit");
    }

    [Fact]
    public void SampleWeights()
    {
        Refuses<ArgumentException>(Binary(), model => model.Fit(X, Y, sampleWeight: new float[9]), "sampleWeight", "10", "(9,)");
        Refuses<ArgumentException>(Binary(), model => model.Fit(X, Y, sampleWeight: new Tensor([10, 2])), "sampleWeight", "10", "(10, 2)");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, sampleWeight: new float[] { 1, 1, float.NegativeInfinity, 1, 1, 1, 1, 1, 1, 1 }),
            "sampleWeight", "row 2", "-Infinity");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, sampleWeight: new float[] { 1, 1, 1, float.NaN, 1, 1, 1, 1, 1, 1 }), "sampleWeight",
            "row 3", "NaN");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, validationData: (X, Y), validationSampleWeight: new float[3]), "validationSampleWeight",
            "10", "(3,)");
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, validationSplit: 0.5, validationSampleWeight: new float[5]), "validationSampleWeight",
            "validationData", "sampleWeight");
    }

    [Fact]
    public void ClassWeights()
    {
        Refuses<ArgumentException>(
            Binary(), model => model.Fit(X, Y, classWeight: new Dictionary<int, float> { [1] = float.NaN }),
            "classWeight", "class 1", "NaN");
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

    [Fact]
    public void EarlyStoppingThatWatchesNothing() => Refuses<ArgumentException>(
        Binary(), model => model.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new EarlyStopping("auc")]), "auc", "MonitorMode");

    [Fact]
    public void NullInTheCallbacks() =>
        Refuses<ArgumentException>(Binary(), model => model.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [null!]), "callbacks");

    [Fact]
    public void LearningRateOfASchedule() => Refuses<InvalidOperationException>(
        WithSchedule(), model => model.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new SetLearningRate()]), nameof(Falling), "SGD");

    private static Sequential WithSchedule()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(new Falling()), "mse");
        return model;
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
