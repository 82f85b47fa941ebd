using static NeuralNet.Tests.FitExample;

namespace NeuralNet.Tests;

/// <summary>Tests of batches, epochs and figures of a Fit.</summary>
public class FitTests
{
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

    /// <summary>Compares with gradient descent on y = w·x in double precision, with a short last batch.</summary>
    [Fact]
    public void LossIsTakenBeforeEachUpdateAndWeightedByRows()
    {
        float[] x = [1, -2, 0.5f, 3, -1], y = [2, 1, -1, 4, 0.5f];
        var model = new Sequential(1, seed: 1).Dense(1, useBias: false);
        model.Parameters[0].SetValue(new float[,] { { 0.5f } });
        model.Compile(new SGD(0.05f), "mse");
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
    public void ASecondFitContinuesWhereTheFirstEnded()
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
    public void EveryEpochShufflesAndUsesEverySampleOnce()
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

    /// <summary>With "batch", each batch keeps its samples, in a new order in each epoch.</summary>
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

    /// <summary>Shuffling within a single batch of all samples is shuffling of all samples.</summary>
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
        model.Compile(new SGD(0), "mse", "mse");
        double penalty = 0.5 * model.Parameters[0].Value.ToArray().Sum(value => (double)value * value);
        History history = model.Fit(X, Y, batchSize: 30, verbose: Verbosity.Silent);
        Close.To(history["mse"][0] + penalty, history["loss"][0], 1e-5, "loss");
        Evaluation evaluation = model.Evaluate(X, Y);
        Close.To(evaluation["mse"] + penalty, evaluation.Loss, 1e-5, "evaluated loss");
        model.Freeze("first");
        Evaluation frozen = model.Evaluate(X, Y);
        Close.To(frozen["mse"], frozen.Loss, 1e-6, "frozen loss");
    }
}
