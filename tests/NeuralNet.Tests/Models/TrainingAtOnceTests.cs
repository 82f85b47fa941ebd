using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that only one call trains a model at a time, and that changes by a callback are refused or take effect with the next Fit.
/// </summary>
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

    /// <summary>IsTrainable takes effect with the next Fit. Gradients that are no longer computed must not be applied again.</summary>
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

    /// <summary>A frozen batch normalization uses its moving statistics and does not change them, from the next Fit on.</summary>
    [Theory]
    [InlineData(10, true)]
    [InlineData(4, true)]
    [InlineData(4, false)]
    public void BatchNormalizationIsFrozenFromTheNextFitOn(int batchSize, bool hasParameters)
    {
        Sequential changed = Normalizing(hasParameters), alone = Normalizing(hasParameters);
        changed.Fit(
            X, Y, batchSize, epochs: 3, verbose: Verbosity.Silent,
            callbacks: [new LambdaCallback(onBatchEnd: run => changed.Freeze("normalization"))]);
        alone.Fit(X, Y, batchSize, epochs: 3, verbose: Verbosity.Silent);
        Assert.Equal(Bits.Of(alone), Bits.Of(changed));

        Parameter[] normalization = [.. changed.GetLayer("normalization").Parameters];
        int[] frozen = [.. normalization.SelectMany(parameter => Bits.Of(parameter.Value))];
        changed.Fit(
            X, Y, batchSize, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onBatchBegin: run => changed.Unfreeze())]);
        Assert.Equal(frozen, normalization.SelectMany(parameter => Bits.Of(parameter.Value)));
    }

    /// <summary>Single steps observe a change of IsTrainable immediately, also without a trainable parameter.</summary>
    [Fact]
    public void BatchNormalizationIsFrozenFromTheNextSingleStepOn()
    {
        Sequential model = Normalizing(hasParameters: false);
        Parameter movingMean = model.GetLayer("normalization").Parameters[0];
        model.TrainOnBatch(X, Y);
        int[] frozen = Bits.Of(movingMean.Value);
        model.Freeze("normalization");
        model.TrainOnBatch(X, Y);
        Assert.Equal(frozen, Bits.Of(movingMean.Value));
        model.Unfreeze("normalization");
        model.TrainOnBatch(X, Y);
        Assert.NotEqual(frozen, Bits.Of(movingMean.Value));
    }

    /// <summary>The result of a step is that of the caller's batch: here the loss is the square of the number of the caller.</summary>
    [Fact]
    public void AStepThatSucceedsWasMadeWithTheCallersBatch()
    {
        const int Callers = 4, Attempts = 4000;
        var model = new Sequential(1, seed: 1).Dense(1, useBias: false, kernelInitializer: "ones");
        model.Compile(new SGD(0), "mse");
        int wrong = 0, right = 0;
        using var start = new Barrier(Callers);
        Thread[] threads = [.. Enumerable.Range(1, Callers).Select(caller => new Thread(() =>
        {
            Tensor x = new float[,] { { caller } }, y = new float[,] { { 0 } };
            Tensor? weight = caller % 2 == 0 ? new float[] { 1 } : null;
            start.SignalAndWait();
            for (int i = 0; i < Attempts; i++)
            {
                try
                {
                    double loss = i % 2 == 0 ? model.TrainOnBatch(x, y, weight).Loss : model.TestOnBatch(x, y, weight).Loss;
                    Interlocked.Increment(ref loss == caller * caller ? ref right : ref wrong);
                }
                catch (InvalidOperationException)
                {
                    // Another caller was at work.
                }
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Equal(0, wrong);
        Assert.NotEqual(0, right);
    }

    [Fact]
    public void APredictionDuringAStepIsRefused()
    {
        var probe = new PredictsInAStep();
        var model = new Sequential(2, seed: 1).Dense(3).Add(probe).Dense(1);
        model.Compile("sgd", "mse");
        probe.Predict =
        [
            () => model.Predict(X),
            () => model.Predict([X]),
            () => model.Predict(X.Row(0), new float[1]),
            () => model.PredictOnBatch(X),
            () => model.PredictOnBatch([X]),
        ];
        Fit(model, X, Y);
        model.TrainOnBatch(X, Y);
        Assert.Equal(2 * probe.Predict.Length, probe.Refused);
        Assert.All(model.Predict(X).ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void APredictionIsRefusedIfAStepRanWithinIt()
    {
        var probe = new StepsInAPrediction();
        var model = new Sequential(2, seed: 1).Dense(3).Add(probe).Dense(1);
        model.Compile("sgd", "mse");
        probe.Step = () => model.TrainOnBatch(X, Y);
        Refuses<InvalidOperationException>(() => model.Predict(X), "sequential", "step", "callback");
        Refuses<InvalidOperationException>(() => model.Predict(X.Row(0), new float[1]), "step", "callback");
        Refuses<InvalidOperationException>(() => model.PredictOnBatch(X), "step", "callback");
        probe.Step = null;
        model.Predict(X);
    }

    [Fact]
    public void AfterAStepThatThrewPredictionsAreMadeAgain()
    {
        var probe = new PredictsInAStep();
        var model = new Sequential(2, seed: 1).Dense(3).Add(probe).Dense(1);
        model.Compile("sgd", "mse");
        probe.Predict = [() => throw new InvalidDataException()];
        Assert.Throws<InvalidDataException>(() => Fit(model, X, Y));
        probe.Predict = [];
        Assert.Equal(X.Rows, model.Predict(X).Rows);
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

    private static Sequential Normalizing(bool hasParameters)
    {
        var model = new Sequential(2, seed: 1).Dense(4)
            .BatchNormalization(center: hasParameters, scale: hasParameters, name: "normalization").Dense(1);
        model.Compile("sgd", "mse");
        return model;
    }

    /// <summary>A layer y = x with an action in the forward pass.</summary>
    private abstract class Passing : Layer
    {
        protected internal override void Forward(Frame frame)
        {
            frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());
            Interrupt(frame.IsTraining);
        }

        protected internal override void Backward(Frame frame) => frame.OutputGradient.AsSpan().CopyTo(frame.InputGradient!.AsSpan());

        protected abstract void Interrupt(bool isTraining);
    }

    private sealed class PredictsInAStep : Passing
    {
        public Action[] Predict { get; set; } = [];

        public int Refused { get; private set; }

        protected override void Interrupt(bool isTraining)
        {
            for (int i = 0; isTraining && i < Predict.Length; i++)
            {
                try
                {
                    Predict[i]();
                }
                catch (InvalidOperationException)
                {
                    Refused++;
                }
            }
        }
    }

    private sealed class StepsInAPrediction : Passing
    {
        public Action? Step { get; set; }

        protected override void Interrupt(bool isTraining)
        {
            if (!isTraining)
                Step?.Invoke();
        }
    }

    private static void InCallback(Model model, Action action) =>
        model.Fit(X, Y, verbose: Verbosity.Silent, callbacks: [new LambdaCallback(onBatchEnd: _ => action())]);
}
