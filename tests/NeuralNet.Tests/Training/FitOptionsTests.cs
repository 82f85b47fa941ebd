namespace NeuralNet.Tests;

/// <summary>Tests that the settings of Fit in a record have the effect of the arguments of the same names.</summary>
public class FitOptionsTests
{
    private static readonly Tensor X = TestData.Normal([40, 3], seed: 1), Y = TestData.Integers(40, 2, 3);

    [Fact]
    public void OptionsAndArgumentsTrainAlike()
    {
        var classWeight = new Dictionary<int, float> { [1] = 2 };
        Sequential byArguments = NewModel(), byOptions = NewModel();
        History expected = byArguments.Fit(
            X, Y, batchSize: 7, epochs: 5, validationData: (X, Y), shuffle: "batch", classWeight: classWeight, initialEpoch: 1, stepsPerEpoch: 4,
            validationSteps: 2, validationBatchSize: 5, validationFreq: 2, output: TextWriter.Null);
        History actual = byOptions.Fit(X, Y, new FitOptions
        {
            BatchSize = 7,
            Epochs = 5,
            ValidationData = (X, Y),
            Shuffle = "batch",
            ClassWeight = classWeight,
            InitialEpoch = 1,
            StepsPerEpoch = 4,
            ValidationSteps = 2,
            ValidationBatchSize = 5,
            ValidationFreq = 2,
            Output = TextWriter.Null,
        });
        Assert.Equal(ResumableTraining.Describe(expected), ResumableTraining.Describe(actual));
        Assert.Equal(Bits.Of(byArguments), Bits.Of(byOptions));
    }

    [Fact]
    public void TheWeightsOfADataSetAreSampleWeights()
    {
        Tensor weights = TestData.Uniform([40], seed: 4);
        Sequential byArguments = NewModel(), byOptions = NewModel();
        History expected = byArguments.Fit(X, Y, epochs: 2, sampleWeight: weights, validationData: (X, Y), validationSampleWeight: weights);
        History actual = byOptions.Fit(Dataset.From(X, Y, weights), new FitOptions { Epochs = 2, ValidationData = (X, Y, weights) });
        Assert.Equal(ResumableTraining.Describe(expected), ResumableTraining.Describe(actual));
        Assert.Equal(Bits.Of(byArguments), Bits.Of(byOptions));
    }

    [Fact]
    public void ASettingIsCheckedWhereItIsGiven()
    {
        (string Name, Func<FitOptions> New)[] wrong =
        [
            ("epochs", () => new() { Epochs = 0 }),
            ("batchSize", () => new() { BatchSize = 0 }),
            ("verbose", () => new() { Verbose = (Verbosity)9 }),
            ("validationSplit", () => new() { ValidationSplit = 1 }),
            ("initialEpoch", () => new() { InitialEpoch = -1 }),
            ("stepsPerEpoch", () => new() { StepsPerEpoch = 0 }),
            ("validationSteps", () => new() { ValidationSteps = -2 }),
            ("validationBatchSize", () => new() { ValidationBatchSize = 0 }),
            ("validationFreq", () => new() { ValidationFreq = 0 }),
        ];
        foreach ((string name, Func<FitOptions> make) in wrong)
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(make).ParamName);
        Assert.Equal("callbacks", Assert.Throws<ArgumentNullException>(() => new FitOptions { Callbacks = [null!] }).ParamName);
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(3, seed: 5).Dense(6, "tanh").Dropout(0.2f).Dense(3, "softmax");
        model.Compile("adam", "sparse_categorical_crossentropy", "accuracy");
        return model;
    }
}
