using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>A model is trained by one call at a time; what a callback does to it meanwhile is refused or waits for the next Fit.</summary>
public class TrainingAtOnceTests
{
    [Fact]
    public void CallbacksCannotTrainTheModelThatIsBeingTrained()
    {
        Sequential model = Binary();
        InCallback(model, () => Refuses<InvalidOperationException>(() => Fit(model, X, Y), "sequential", "trained already", "Fit",
            "Evaluate"));
        InCallback(model, () => Refuses<InvalidOperationException>(() => model.TrainOnBatch(X, Y), "trained already", "TrainOnBatch"));
        InCallback(model, () => Refuses<InvalidOperationException>(() => model.TestOnBatch(X, Y), "trained already", "TestOnBatch"));
        InCallback(model, () => Refuses<InvalidOperationException>(() => model.Compile("sgd", "mse"), "trained already", "Compile"));
    }

    [Fact]
    public void CallbacksMayEvaluateAndPredict()
    {
        Sequential model = Binary(), alone = Binary();
        var evaluated = new List<double>();
        InCallback(model, () => evaluated.Add(model.Evaluate(X, Y).Loss + model.Predict(X)[0, 0]));
        Fit(alone, X, Y);
        Assert.Equal(Bits.Of(alone), Bits.Of(model));
        Assert.All(evaluated, value => Assert.True(double.IsFinite(value)));
        Assert.NotEmpty(evaluated);
    }

    [Fact]
    public async Task OtherThreadsCannotTrainTheModelThatIsBeingTrained()
    {
        Sequential model = Binary(), alone = Binary();
        using SemaphoreSlim hasBegun = new(0), mayEnd = new(0);
        Task<History> training = Task.Run(() => model.Fit(X, Y, verbose: Verbosity.Silent, callbacks:
        [
            new LambdaCallback(onTrainBegin: _ =>
            {
                hasBegun.Release();
                mayEnd.Wait();
            }),
        ]));
        await hasBegun.WaitAsync();
        Refuses<InvalidOperationException>(() => Fit(model, X, Y), "trained already");
        mayEnd.Release();
        await training;
        Fit(alone, X, Y);
        Assert.Equal(Bits.Of(alone), Bits.Of(model));
    }

    [Fact]
    public void AfterACallbackThrewTheModelCanBeTrained()
    {
        Sequential model = Binary();
        Assert.Throws<InvalidDataException>(() => InCallback(model, () => throw new InvalidDataException()));
        Assert.Single(Fit(model, X, Y)["loss"]);
        Assert.Throws<ArgumentException>(() => model.TrainOnBatch(X, TestData.Normal([3, 1], 1)));
        Assert.True(double.IsFinite(model.TrainOnBatch(X, Y).Loss));
    }

    /// <summary>IsTrainable holds from the next Fit on. Gradients that are no longer made must not be applied again.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(4)]
    public void LayersFrozenByACallbackAreTrainedUntilTheFitEnds(int batchSize)
    {
        Sequential model = Binary(), alone = Binary();
        model.Fit(
            X, Y, batchSize, epochs: 3, verbose: Verbosity.Silent,
            callbacks: [new LambdaCallback(onBatchBegin: run => model.Freeze("dense"))]);
        alone.Fit(X, Y, batchSize, epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal(Bits.Of(alone), Bits.Of(model));
        int[] frozen = Bits.Of(model.Parameters[0].Value);
        Fit(model, X, Y);
        Assert.Equal(frozen, Bits.Of(model.Parameters[0].Value));
    }

    [Fact]
    public void SharedLayersMayBeUnfrozenByACallback()
    {
        var shared = new Dense(2, name: "shared");
        var input = new Input(2, seed: 1);
        var model = new Model(input, input.Dense(2).Add(shared).Add(shared).Dense(1));
        model.Freeze("shared");
        model.Compile("sgd", "mse");
        int[] before = Bits.Of(shared.Parameters[0].Value);
        model.Fit(
            X, Y, epochs: 2, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onTrainBegin: _ => model.Unfreeze("shared"))]);
        Assert.Equal(before, Bits.Of(shared.Parameters[0].Value));
    }

    private static void InCallback(Model model, Action action) =>
        model.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onBatchEnd: _ => action())]);
}
