namespace NeuralNet.Tests;

/// <summary>Tests that a Fit after Load continues as with the original model: same weights, same history, bit by bit.</summary>
public class TrainingResumeTests
{
    private static readonly Tensor X = Sine(40, 4), Y = Labels(40, 1), OneHot = Labels(40, 3);

    public static TheoryData<string, Optimizer> Optimizers => new()
    {
        { "sgd", new SGD(0.05f) },
        { "nesterov", new SGD(0.05f, momentum: 0.9f, nesterov: true) { ClipNorm = 0.5f } },
        { "adam", new Adam(0.01f, beta1: 0.8f) { GlobalClipNorm = 1, WeightDecay = 0.01f } },
        { "clipped adam", new Adam(0.01f) { ClipValue = 0.1f } },
        { "averaged adam", new Adam(0.01f) { UseEma = true, EmaMomentum = 0.9f, EmaOverwriteFrequency = 4 } },
        { "accumulating sgd", new SGD(0.01f) { GradientAccumulationSteps = 4 } },
        { "scheduled nadam", new Nadam(new CosineDecay(0.05f, 30)) },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void FitContinuesWithTheSameBits(string name, Optimizer optimizer)
    {
        var model = new Sequential(4, seed: 11).Dense(6, "tanh").Dropout(0.3f).Dense(1, "sigmoid");
        model.Compile(optimizer, new BinaryCrossEntropy(labelSmoothing: 0.1f), Metric.Accuracy, "mae", new BinaryAccuracy(0.3f) { Name = "low" });
        model.Fit(X, Y, batchSize: 7, epochs: 3, verbose: Verbosity.Silent);
        AssertGoesOnAlike(name, model, given => given.Fit(X, Y, batchSize: 7, epochs: 2, verbose: Verbosity.Silent));
    }

    [Fact]
    public void AModelThatWasCompiledButNeverTrainedStartsAlike()
    {
        var model = new Sequential(4, seed: 5).Dense(3, "softmax");
        model.Compile("adam", "categorical_crossentropy", "acc");
        AssertGoesOnAlike("fresh", model, given => given.Fit(X, OneHot, epochs: 2, verbose: Verbosity.Silent));
    }

    [Fact]
    public void LayersFrozenInBetweenKeepTheirSlots()
    {
        var model = new Sequential(4, seed: 5).Dense(5, "relu").Dense(3, "softmax");
        model.Compile("adam", "categorical_crossentropy");
        model.Fit(X, OneHot, epochs: 2, verbose: Verbosity.Silent);
        model.Freeze("dense");
        model.Fit(X, OneHot, epochs: 1, verbose: Verbosity.Silent);
        AssertGoesOnAlike("frozen", model, given =>
        {
            given.Unfreeze();
            return given.Fit(X, OneHot, epochs: 2, verbose: Verbosity.Silent);
        });
    }

    [Fact]
    public void ALearningRateThatACallbackSetIsKept()
    {
        var model = new Sequential(4, seed: 5).Dense(3, "softmax");
        model.Compile("adam", "categorical_crossentropy");
        model.Fit(X, OneHot, epochs: 1, verbose: Verbosity.Silent, callbacks: [new HalveLearningRate()]);
        AssertGoesOnAlike("halved", model, given => given.Fit(X, OneHot, epochs: 2, verbose: Verbosity.Silent));
    }

    [Fact]
    public void AScheduleOfTheUserIsMadeAgainByItsFactory()
    {
        var custom = new CustomObjects().Add("Decay", settings => new Decay(settings.GetSingle("factor")));
        var model = new Sequential(4, seed: 5).Dense(3, "softmax");
        model.Compile(new SGD(new Decay(0.7f)), "categorical_crossentropy");
        model.Fit(X, OneHot, epochs: 1, verbose: Verbosity.Silent);
        AssertGoesOnAlike("schedule", model, given => given.Fit(X, OneHot, epochs: 2, verbose: Verbosity.Silent), custom);
    }

    private static void AssertGoesOnAlike(string name, Model model, Func<Model, History> goOn, CustomObjects? custom = null)
    {
        byte[] file = SafetensorsBytes.Saved(model);
        Model again = SafetensorsBytes.Load(file, custom);
        Assert.Equal(file, SafetensorsBytes.Saved(again));
        History expected = goOn(model), actual = goOn(again);
        Assert.Equal(expected.Names, actual.Names);
        Assert.All(expected.Names, figure => Assert.Equal(expected[figure], actual[figure]));
        Assert.True(SafetensorsBytes.Saved(model).AsSpan().SequenceEqual(SafetensorsBytes.Saved(again)), name);
    }

    private static Tensor Sine(int rows, int columns)
    {
        var values = new Tensor([rows, columns]);
        for (int i = 0; i < values.Length; i++)
            values.AsSpan()[i] = MathF.Sin(i * 1.7f);
        return values;
    }

    private static Tensor Labels(int rows, int columns)
    {
        var values = new Tensor([rows, columns]);
        for (int i = 0; i < rows; i++)
            values[i, i % columns] = columns > 1 ? 1 : i % 2;
        return values;
    }

    private sealed class HalveLearningRate : Callback
    {
        protected internal override void OnEpochEnd(TrainingRun run) => run.LearningRate /= 2;
    }

    private sealed class Decay(float factor) : LearningRateSchedule
    {
        public override float At(long step) => 0.1f * MathF.Pow(factor, step);

        protected internal override void WriteTo(Configuration configuration) => configuration.Set("factor", factor);
    }
}
