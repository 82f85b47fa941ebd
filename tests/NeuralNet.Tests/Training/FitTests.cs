namespace NeuralNet.Tests;

public class FitTests
{
    private static readonly Tensor X = TestData.Normal([30, 3], 1);
    private static readonly Tensor Y = TestData.Normal([30, 1], 2);
    private static readonly Tensor Labels = TestData.Integers([30, 1], 3, 2);

    // Batches and epochs

    [Theory]
    [InlineData(30, 4, 8)]
    [InlineData(30, 30, 1)]
    [InlineData(30, 100, 1)]
    [InlineData(30, 1, 30)]
    public void StepsAreRowsByBatchSizeRoundedUp(int rows, int batchSize, int steps)
    {
        var recorder = new HookRecorder();
        Linear().Fit(TestData.Normal([rows, 3], 1), TestData.Normal([rows, 1], 2), batchSize, verbose: Verbosity.Silent,
            callbacks: [recorder]);
        Assert.Equal(steps, recorder.Count("BatchEnd"));
    }

    [Fact]
    public void BatchesHave32RowsUnlessSaid()
    {
        var recorder = new HookRecorder();
        Linear().Fit(TestData.Normal([65, 3], 1), TestData.Normal([65, 1], 2), verbose: Verbosity.Silent, callbacks: [recorder]);
        Assert.Equal(3, recorder.Count("BatchEnd"));
    }

    /// <summary>Gradient descent on y = w·x, written out in double, short last batch and all.</summary>
    [Fact]
    public void LossIsTakenBeforeEachUpdateAndWeightedByRows()
    {
        float[] x = [1, -2, 0.5f, 3, -1], y = [2, 1, -1, 4, 0.5f];
        var model = new Sequential(1, seed: 1).Dense(1, useBias: false);
        model.Parameters[0].SetValue(new float[,] { { 0.5f } });
        model.Compile(new Sgd(0.05f), "mse");
        History history = model.Fit(x, y, batchSize: 2, epochs: 3, verbose: Verbosity.Silent, shuffle: false);

        double w = 0.5;
        for (int epoch = 0; epoch < 3; epoch++)
        {
            double sum = 0;
            for (int start = 0; start < x.Length; start += 2)
            {
                int count = Math.Min(2, x.Length - start);
                double gradient = 0;
                for (int i = start; i < start + count; i++)
                {
                    sum += Math.Pow(w * x[i] - y[i], 2);
                    gradient += 2 * (w * x[i] - y[i]) * x[i] / count;
                }

                w -= 0.05 * gradient;
            }

            Close.To(sum / x.Length, history["loss"][epoch], 1e-6, $"loss of epoch {epoch}");
        }

        Close.To(w, model.Parameters[0].Value[0, 0], 1e-6, "weight");
    }

    [Fact]
    public void InitialEpochCountsFromThere()
    {
        Assert.Equal([3, 4], Linear().Fit(X, Y, epochs: 5, verbose: Verbosity.Silent, initialEpoch: 3).Epochs);
        Assert.Empty(Linear().Fit(X, Y, epochs: 5, verbose: Verbosity.Silent, initialEpoch: 5).Epochs);
    }

    [Fact]
    public void SecondFitGoesOnWhereTheFirstEnded()
    {
        Sequential twice = Noisy(), once = Noisy();
        History first = Train(twice, epochs: 3), second = Train(twice, epochs: 3), whole = Train(once, epochs: 6);
        Assert.Equal(whole["loss"], [.. first["loss"], .. second["loss"]]);
        Assert.Equal(Bits.Of(once), Bits.Of(twice));

        Sequential numbered = Noisy();
        Train(numbered, epochs: 3);
        numbered.Fit(X, Labels, batchSize: 8, epochs: 6, verbose: Verbosity.Silent, initialEpoch: 3);
        Assert.Equal(Bits.Of(once), Bits.Of(numbered));

        static History Train(Model model, int epochs) => model.Fit(X, Labels, batchSize: 8, epochs: epochs, verbose: Verbosity.Silent);
    }

    [Fact]
    public void CompilingAgainKeepsTheWeightsAndForgetsTheMoments()
    {
        Sequential model = Noisy();
        model.Fit(X, Labels, verbose: Verbosity.Silent);
        int[] weights = Bits.Of(model);
        Assert.True(model.OptimizerParameters > 0);
        model.Compile("adam", "bce");
        Assert.Equal(weights, Bits.Of(model));
        Assert.Equal(0, model.OptimizerParameters);
    }

    [Fact]
    public void EveryEpochShufflesAnewAndEverySampleIsSeenOnce()
    {
        var seen = new RowRecorder();
        var model = new Sequential(1, seed: 1).Add(seen).Dense(1);
        model.Compile("sgd", "mse");
        float[] numbers = [.. Enumerable.Range(0, 50).Select(i => (float)i)];
        model.Fit(numbers, numbers, batchSize: 7, epochs: 2, verbose: Verbosity.Silent);
        float[] first = [.. seen.Values.Take(50)], second = [.. seen.Values.Skip(50)];
        Assert.Equal(numbers, first.Order());
        Assert.Equal(numbers, second.Order());
        Assert.NotEqual(numbers, first);
        Assert.NotEqual(first, second);
    }

    /// <summary>With "batch", each batch has its own samples, in an order that is new in each epoch.</summary>
    [Fact]
    public void ShufflingWithinBatchesLeavesEachSampleInItsBatch()
    {
        var seen = new RowRecorder();
        var model = new Sequential(1, seed: 1).Add(seen).Dense(1);
        model.Compile("sgd", "mse");
        float[] numbers = [.. Enumerable.Range(0, 50).Select(i => (float)i)];
        model.Fit(numbers, numbers, batchSize: 15, epochs: 2, verbose: Verbosity.Silent, shuffle: "batch");
        float[] first = [.. seen.Values.Take(50)], second = [.. seen.Values.Skip(50)];
        foreach (float[] epoch in (float[][])[first, second])
        {
            for (int start = 0; start < 50; start += 15)
            {
                float[] expected = [.. numbers.Skip(start).Take(15)], batch = [.. epoch.Skip(start).Take(15)];
                Assert.Equal(expected, batch.Order());
                Assert.NotEqual(expected, batch);
            }
        }

        Assert.NotEqual(first, second);
    }

    /// <summary>The order within a batch of all samples is nothing but an order of all samples.</summary>
    [Fact]
    public void ShufflingWithinOneBatchOfAllSamplesIsShuffling()
    {
        Sequential within = Noisy(), all = Noisy(), unsaid = Noisy(), none = Noisy();
        within.Fit(X, Labels, batchSize: 30, epochs: 3, verbose: Verbosity.Silent, shuffle: "batch");
        all.Fit(X, Labels, batchSize: 30, epochs: 3, verbose: Verbosity.Silent, shuffle: true);
        unsaid.Fit(X, Labels, batchSize: 30, epochs: 3, verbose: Verbosity.Silent);
        none.Fit(X, Labels, batchSize: 30, epochs: 3, verbose: Verbosity.Silent, shuffle: false);
        Assert.Equal(Bits.Of(all), Bits.Of(within));
        Assert.Equal(Bits.Of(all), Bits.Of(unsaid));
        Assert.NotEqual(Bits.Of(all), Bits.Of(none));
        Assert.Contains("\"batch\"", Assert.Throws<ArgumentException>(() => none.Fit(X, Labels, shuffle: "epoch")).Message, StringComparison.Ordinal);
    }

    // Validation

    /// <summary>Keras: floor(n·(1 − split)) in doubles; 20·(1 − 0.9) is a little less than 2.</summary>
    [Theory]
    [InlineData(10, 0.3, 7)]
    [InlineData(10, 0.25, 7)]
    [InlineData(20, 0.9, 1)]
    [InlineData(10, 0.1, 9)]
    [InlineData(100, 0.2, 80)]
    [InlineData(1000, 0.7, 300)]
    [InlineData(3, 0.5, 1)]
    public void ValidationSplitIsRoundedAsInKeras(int rows, double split, int training)
    {
        var recorder = new HookRecorder();
        Linear().Fit(TestData.Normal([rows, 3], 1), TestData.Normal([rows, 1], 2), batchSize: 1, verbose: Verbosity.Silent,
            callbacks: [recorder], validationSplit: split);
        Assert.Equal((training, rows - training), (recorder.Count("BatchEnd"), recorder.Count("TestBatchEnd")));
    }

    [Fact]
    public void ValidationSplitTakesTheLastRowsBeforeShuffling()
    {
        Sequential model = Linear();
        History history = model.Fit(X, Y, verbose: Verbosity.Silent, validationSplit: 0.2);
        Tensor lastX = new([6, 3], X.AsSpan()[(24 * 3)..]), lastY = new([6, 1], Y.AsSpan()[24..]);
        Close.To(model.Evaluate(lastX, lastY).Loss, history["val_loss"][0], 1e-6, "val_loss");
    }

    [Fact]
    public void ValidationDataOverridesTheSplit()
    {
        Sequential model = Linear();
        var recorder = new HookRecorder();
        History history = model.Fit(
            X, Y, batchSize: 1, verbose: Verbosity.Silent, callbacks: [recorder], validationSplit: 0.5, validationData: (X, Y));
        Assert.Equal(30, recorder.Count("BatchEnd"));
        Close.To(model.Evaluate(X, Y).Loss, history["val_loss"][0], 1e-6, "val_loss");
    }

    [Fact]
    public void ValidationComesEveryFewEpochsAndHasItsOwnBatchSize()
    {
        var recorder = new HookRecorder();
        History history = Linear().Fit(
            X, Y, batchSize: 10, epochs: 5, verbose: Verbosity.Silent, callbacks: [recorder], validationData: (X, Y),
                validationBatchSize: 15, validationFreq: 2);
        Assert.Equal(5, history["loss"].Count);
        Assert.Equal(2, history["val_loss"].Count);
        Assert.Equal(4, recorder.Count("TestBatchEnd"));
    }

    [Fact]
    public void ValidationDoesNotDropOut()
    {
        var model = new Sequential(3, seed: 1).Dropout(0.9f).Dense(1);
        model.Compile(new Sgd(0), "mse");
        History history = model.Fit(X, Y, verbose: Verbosity.Silent, validationData: (X, Y));
        Close.To(model.Evaluate(X, Y).Loss, history["val_loss"][0], 1e-6, "val_loss");
        Assert.NotEqual(history["loss"][0], history["val_loss"][0]);
    }

    // Weights of samples and classes

    [Fact]
    public void SampleWeightsCountInTheLossAndNotInTheMetrics()
    {
        Tensor weights = TestData.Uniform(30, 4, 0, 3);
        Sequential model = Standing("mse", "mse");
        History history = model.Fit(X, Y, verbose: Verbosity.Silent, sampleWeight: weights);
        Tensor p = model.Predict(X);
        double[] squares = [.. Enumerable.Range(0, 30).Select(i => Math.Pow(p[i, 0] - Y[i, 0], 2))];
        Close.To(squares.Select((square, i) => square * weights[i]).Sum() / 30, history["loss"][0], 1e-5, "loss");
        Close.To(squares.Average(), history["mse"][0], 1e-5, "mse");
        Close.To(history["loss"][0], model.Evaluate(X, Y, sampleWeight: weights).Loss, 1e-6, "evaluated loss");
    }

    [Fact]
    public void TheValidationDataHaveWeightsOfTheirOwn()
    {
        Tensor weights = TestData.Uniform(30, 5);
        Sequential model = Linear();
        History history = model.Fit(X, Y, batchSize: 8, verbose: Verbosity.Silent, validationData: (X, Y), validationSampleWeight: weights);
        Close.To(model.Evaluate(X, Y, 8, weights).Loss, history["val_loss"][0], 1e-12, "val_loss");
        Assert.NotEqual(model.Evaluate(X, Y, 8).Loss, history["val_loss"][0], 1e-3);
    }

    /// <summary>Steps of outputs (rows, steps, features) that count 0 are as good as left out; a weighted mean, by hand.</summary>
    [Fact]
    public void EachStepOfASampleMayHaveAWeight()
    {
        Tensor x = TestData.Normal([6, 4, 3], 3), y = TestData.Normal([6, 4, 2], 4), weights = TestData.Uniform([6, 4], 5);
        Sequential model = new Sequential([4, 3], seed: 1).Dense(2, name: "steps");
        model.Compile("sgd", "mse", [], ["mae"]);
        Tensor prediction = model.Predict(x);
        double loss = 0, error = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double difference = prediction.AsSpan()[i] - y.AsSpan()[i], weight = weights.AsSpan()[i / 2];
            (loss, error) = (loss + weight * difference * difference, error + weight * Math.Abs(difference));
        }

        Evaluation result = model.Evaluate(x, y, 4, weights);
        Close.To(loss / y.Length, result.Loss, 1e-6, "loss");
        Close.To(error / 2 / weights.ToArray().Sum(), result["mae"], 1e-6, "weighted mae");
        Assert.Equal(model.TestOnBatch(x, y, weights).Loss, result.Loss, 1e-6);

        model.Fit(x, y, 6, verbose: Verbosity.Silent, sampleWeight: weights);
        Sequential stepped = new Sequential(3, seed: 1).Dense(2);
        stepped.Compile("sgd", "mse");
        stepped.Fit(x.Reshape([24, 3]), y.Reshape([24, 2]), 24, verbose: Verbosity.Silent, sampleWeight: weights.Reshape(24));
        Close.To(stepped.Parameters[0].Value, model.Parameters[0].Value, 1e-6, "kernel");

        string message = Assert.Throws<ArgumentException>(() => model.Fit(x, y, sampleWeight: new Tensor([6, 3]))).Message;
        Assert.Contains("(6,), or one for each step, shape (6, 4), for the output 'steps'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void SampleWeightsAreSplitWithTheRows()
    {
        Tensor weights = TestData.Uniform(30, 4, 0, 3);
        Sequential model = Standing("mse");
        History history = model.Fit(X, Y, verbose: Verbosity.Silent, validationSplit: 0.2, sampleWeight: weights);
        Tensor p = model.Predict(X);
        Close.To(
            Enumerable.Range(24, 6).Average(i => weights[i] * Math.Pow(p[i, 0] - Y[i, 0], 2)), history["val_loss"][0], 1e-5, "val_loss");
    }

    [Fact]
    public void SampleWeightsAreShuffledWithTheRows()
    {
        Tensor weights = new Tensor(30);
        for (int i = 0; i < 15; i++)
            weights[i] = 1;
        Sequential model = Linear();
        model.Fit(X, Y, batchSize: 30, epochs: 3, verbose: Verbosity.Silent, sampleWeight: weights);
        Sequential unshuffled = Linear();
        unshuffled.Fit(X, Y, batchSize: 30, epochs: 3, verbose: Verbosity.Silent, sampleWeight: weights, shuffle: false);
        for (int i = 0; i < model.Parameters.Count; i++)
            Close.To(
                [.. unshuffled.Parameters[i].Value.ToArray().Select(value => (double)value)], model.Parameters[i].Value.Data, 1e-5,
                "weights");
    }

    [Fact]
    public void ClassWeightsAreTheSampleWeightsOfTheLabels()
    {
        Tensor weights = new Tensor(30);
        for (int i = 0; i < 30; i++)
            weights[i] = Labels[i, 0] == 1 ? 2.5f : 1;
        Assert.Equal(
            Trained(Labels, "bce", sampleWeight: weights), Trained(Labels, "bce", classWeight: new Dictionary<int, float> { [1] = 2.5f }));
    }

    [Fact]
    public void ClassWeightsReadOneHotTargets()
    {
        Tensor oneHot = TestData.OneHot(30, 4, 5), weights = new Tensor(30);
        for (int i = 0; i < 30; i++)
            weights[i] = oneHot[i, 0] == 1 ? 0.5f : oneHot[i, 2] == 1 ? 3 : 1;
        Assert.Equal(
            Trained(oneHot, "categorical_crossentropy", sampleWeight: weights),
            Trained(oneHot, "categorical_crossentropy", classWeight: new Dictionary<int, float> { [0] = 0.5f, [2] = 3, [9] = 7 }));
    }

    [Fact]
    public void ClassWeightsAreOfTrainingAlone()
    {
        var model = new Sequential(3, seed: 1).Dense(1, "sigmoid");
        model.Compile(new Sgd(0), "bce");
        History history = model.Fit(
            X, Labels, verbose: Verbosity.Silent, validationData: (X, Labels), classWeight: new Dictionary<int,
                float>
            { [0] = 5, [1] = 5 });
        Close.To(5 * history["val_loss"][0], history["loss"][0], 1e-5, "loss");
    }

    // Results

    [Fact]
    public void HistoryHasItsNamesInAlphabeticalOrder()
    {
        Sequential model = Linear("mse", "accuracy", "mae");
        History history = model.Fit(X, Labels, epochs: 2, verbose: Verbosity.Silent, validationSplit: 0.2);
        Assert.Equal(["accuracy", "loss", "mae", "mse", "val_accuracy", "val_loss", "val_mae", "val_mse"], history.Names);
        Assert.All(history.Names, name => Assert.Equal(2, history[name].Count));
        Assert.Equal([0, 1], history.Epochs);
    }

    [Fact]
    public void EvaluationHasTheLossFirstThenTheMetricsAsDeclared()
    {
        Evaluation evaluation = Linear("mse", "accuracy", "mae").Evaluate(X, Labels);
        Assert.Equal(["loss", "mse", "accuracy", "mae"], evaluation.Results.Select(pair => pair.Key));
        Assert.Equal(evaluation["mse"], evaluation.Loss, 6);
    }

    [Fact]
    public void EvaluationDoesNotDependOnTheBatchSize()
    {
        Sequential model = Linear("mae");
        Evaluation whole = model.Evaluate(X, Y, batchSize: 30), parts = model.Evaluate(X, Y, batchSize: 7);
        Close.To(whole.Loss, parts.Loss, 1e-6, "loss");
        Close.To(whole["mae"], parts["mae"], 1e-6, "mae");
    }

    [Fact]
    public void MetricsOfOneNameAreNumbered() => Assert.Equal(
        ["loss", "mae", "mae_1", "mae_2"], Linear("mae", "mae", "mae").Evaluate(X, Y).Results.Select(pair => pair.Key));

    [Fact]
    public void PenaltiesCountInTrainingAndInTestUnlessFrozen()
    {
        var model = new Sequential(3, seed: 1).Dense(2, kernelRegularizer: new L2(0.5f), name: "first").Dense(1);
        model.Compile(new Sgd(0), "mse", "mse");
        double penalty = 0.5 * model.Parameters[0].Value.ToArray().Sum(value => (double)value * value);
        History history = model.Fit(X, Y, batchSize: 30, verbose: Verbosity.Silent);
        Close.To(history["mse"][0] + penalty, history["loss"][0], 1e-5, "loss");
        Evaluation evaluation = model.Evaluate(X, Y);
        Close.To(evaluation["mse"] + penalty, evaluation.Loss, 1e-5, "evaluated loss");
        model.Freeze("first");
        Evaluation frozen = model.Evaluate(X, Y);
        Close.To(frozen["mse"], frozen.Loss, 1e-6, "frozen loss");
    }

    // Ends

    [Fact]
    public void CancellationEndsBetweenTwoBatches()
    {
        using var source = new CancellationTokenSource();
        var recorder = new HookRecorder { AtBatchEnd = run => CancelAt(run, epoch: 1, step: 1, source) };
        Sequential cancelled = Noisy(), stepwise = Noisy();
        History history = cancelled.Fit(
            X, Labels, batchSize: 10, epochs: 5, verbose: Verbosity.Silent, callbacks: [recorder], validationSplit: 0.2,
                cancellationToken: source.Token);
        Assert.Equal([0], history.Epochs);
        Assert.Equal(3 + 2, recorder.Count("BatchEnd"));
        Assert.Equal("TrainEnd", recorder.Hooks[^1]);
        Assert.Equal(1, recorder.Count("EpochEnd"));

        // The model is what five steps make of it, and can be used.
        var stopper = new HookRecorder { AtBatchEnd = run => StopAt(run, epoch: 1, step: 1) };
        stepwise.Fit(X, Labels, batchSize: 10, epochs: 5, verbose: Verbosity.Silent, callbacks: [stopper], validationSplit: 0.2);
        Assert.Equal(Bits.Of(stepwise), Bits.Of(cancelled));
        Assert.True(double.IsFinite(cancelled.Evaluate(X, Labels).Loss));
        Assert.Equal(2, cancelled.Fit(X, Labels, epochs: 2, verbose: Verbosity.Silent)["loss"].Count);
    }

    [Fact]
    public void CancelledBeforeItBeginsChangesNothing()
    {
        Sequential model = Noisy();
        int[] before = Bits.Of(model);
        History history = model.Fit(X, Labels, verbose: Verbosity.Silent, cancellationToken: new CancellationToken(canceled: true));
        Assert.Empty(history.Epochs);
        Assert.Equal(before, Bits.Of(model));
        Assert.Throws<OperationCanceledException>(
            () => model.Evaluate(X, Labels, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => model.Predict(X, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void StopEndsTheEpochAfterTheBatch()
    {
        var recorder = new HookRecorder { AtBatchEnd = run => StopAt(run, epoch: 0, step: 1) };
        History history = Noisy().Fit(X, Labels, batchSize: 10, epochs: 5, verbose: Verbosity.Silent, callbacks: [recorder]);
        Assert.Equal([0], history.Epochs);
        Assert.Equal(2, recorder.Count("BatchEnd"));
    }

    [Fact]
    public void ProgressIsToldAtTheEndOfEachEpoch()
    {
        var reports = new List<TrainingProgress>();
        History history = Linear().Fit(X, Y, batchSize: 10, epochs: 3, verbose: Verbosity.Silent,
            progress: new DirectProgress(reports.Add));
        Assert.Equal([0, 1, 2], reports.Where(report => report.Step == report.Steps).Select(report => report.Epoch));
        Assert.All(reports, report => Assert.Equal((3, 3), (report.Epochs, report.Steps)));
        Assert.Equal(history["loss"][^1], reports[^1].Loss, 6);
        Assert.Equal(reports.OrderBy(report => report.Elapsed), reports);
    }

    private static Sequential Linear(params Metric[] metrics)
    {
        var model = new Sequential(3, seed: 1).Dense(1);
        model.Compile(new Sgd(0.05f), "mse", metrics);
        return model;
    }

    /// <summary>A model that training does not change.</summary>
    private static Sequential Standing(Loss loss, params Metric[] metrics)
    {
        var model = new Sequential(3, seed: 1).Dense(1);
        model.Compile(new Sgd(0), loss, metrics);
        return model;
    }

    private static Sequential Noisy()
    {
        var model = new Sequential(3, seed: 1).Dense(6, "relu").Dropout(0.3f).Dense(1, "sigmoid");
        model.Compile("adam", "bce");
        return model;
    }

    private static int[] Trained(Tensor y, Loss loss, Tensor? sampleWeight = null, Dictionary<int, float>? classWeight = null)
    {
        int outputs = y.Shape[1];
        var model = new Sequential(3, seed: 1).Dense(outputs, outputs == 1 ? "sigmoid" : "softmax");
        model.Compile("adam", loss);
        model.Fit(X, y, batchSize: 8, epochs: 3, verbose: Verbosity.Silent, sampleWeight: sampleWeight, classWeight: classWeight);
        return Bits.Of(model);
    }

    private static void CancelAt(TrainingRun run, int epoch, int step, CancellationTokenSource source)
    {
        if (run.Epoch == epoch && run.Step == step)
            source.Cancel();
    }

    private static void StopAt(TrainingRun run, int epoch, int step)
    {
        if (run.Epoch == epoch && run.Step == step)
            run.Stop();
    }

    private sealed class DirectProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
