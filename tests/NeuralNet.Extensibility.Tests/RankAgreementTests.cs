using NeuralNet;
using static Extensions.Tests.RankTraining;

namespace Extensions.Tests;

/// <summary>Tests that ranks that differ in their data or settings are refused, and that rank 0 sets the learning rate.</summary>
public class RankAgreementTests
{
    [Fact]
    public void TheLearningRateOfRankZeroIsThatOfAll()
    {
        var weights = new float[2][];
        Assert.All(ThreadRanks.Run(2, strategy =>
        {
            Sequential model = Regression(3);
            model.Fit(X(), Y(), Options(strategy) with
            {
                Callbacks = [new LambdaCallback(onEpochEnd: run => run.LearningRate = strategy.Rank == 0 ? 0.01f : 0.5f)],
            });
            weights[strategy.Rank] = Weights(model);
        }), Assert.Null);
        Assert.Equal(weights[0], weights[1]);
    }

    [Fact]
    public void RanksThatTrainSomethingElseAreRefused()
    {
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
            Regression(3).Fit(X(), Y(), Options(strategy) with { BatchSize = Batch + strategy.Rank }));
        Assert.All(exceptions, exception => Assert.Contains("rank 1 has a batch size of 7", Assert.IsType<InvalidOperationException>(exception).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void AMetricThatCannotBeMergedIsRefused()
    {
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
        {
            Sequential model = new Sequential(4, seed: 3).Dense(1);
            model.Compile("sgd", "mse", new MaxError());
            model.Fit(X(), Y(), Options(strategy));
        });
        Assert.Contains(exceptions, exception => exception is NotSupportedException && exception.Message.Contains("MergeWith", StringComparison.Ordinal));
        Assert.All(exceptions, Assert.NotNull);
    }

    /// <summary>The message proposes another metric; the frequency of backups is not the cause.</summary>
    [Fact]
    public void AMetricThatCannotBeExchangedIsRefused()
    {
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
        {
            Sequential model = new Sequential(4, seed: 3).Dense(1);
            model.Compile("sgd", "mse", new MergedCount());
            model.Fit(X(), Y(), Options(strategy));
        });
        NotSupportedException exception = exceptions.OfType<NotSupportedException>().First();
        Assert.Contains("MergedCounter does not override SaveState", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("saveFreq", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>The ranks would compute parts of different batches, or wait for each other endlessly.</summary>
    [Theory]
    [InlineData("validation", "validation data")]
    [InlineData("validation rows", "validation data")]
    [InlineData("validation frequency", "validation data")]
    [InlineData("validation batches", null)]
    [InlineData("order", "order of the samples")]
    [InlineData("steps", "steps per epoch")]
    [InlineData("values", "training data")]
    [InlineData("weights", "training data")]
    [InlineData("optimizer", "optimizer, losses and metrics")]
    [InlineData("decay", "optimizer, losses and metrics")]
    [InlineData("loss", "optimizer, losses and metrics")]
    [InlineData("metrics", "optimizer, losses and metrics")]
    public void RanksWithOtherDataOrSettingsAreRefused(string name, string? what)
    {
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
        {
            bool isOther = strategy.Rank == 1;
            Tensor x = X(), y = Y();
            y[3, 0] += isOther && name == "values" ? 1 : 0;
            var model = new Sequential(4, seed: 3).Dense(1);
            model.Compile(
                isOther && name == "optimizer" ? "adam" : new SGD(0.05f) { WeightDecay = isOther && name == "decay" ? 0.1f : null },
                isOther && name == "loss" ? "mae" : "mse", isOther && name == "metrics" ? "mse" : "mae");
            bool isValidated = name.StartsWith("validation", StringComparison.Ordinal) && (isOther || name != "validation");
            model.Fit(isOther && name == "weights" ? Dataset.From(x, y, new Tensor(Rows, [.. Enumerable.Repeat(2f, Rows)])) : Dataset.From(x, y), Options(strategy) with
            {
                Shuffle = !(isOther && name == "order"),
                StepsPerEpoch = isOther && name == "steps" ? 2 : null,
                ValidationData = !isValidated ? null : isOther && name == "validation rows" ? (x[..9], y[..9]) : (x, y),
                ValidationFreq = isOther && name == "validation frequency" ? 2 : 1,
                ValidationBatchSize = isOther && name == "validation batches" ? 5 : null,
            });
        });
        string message = what is null
            ? "rank 0 has validations in batches of 6, rank 1 has validations in batches of 5"
            : $"must train one model with the same data and settings. Different is: {what}; rank 0 has";
        Assert.All(exceptions, exception => Assert.Contains(
            message,
            Assert.IsType<InvalidOperationException>(exception).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void StreamsOfDifferentLengthsEndAllRanks()
    {
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
        {
            Tensor x = X(), y = Y();
            int rows = strategy.Rank == 0 ? Rows : 2 * Batch;
            Regression(3).Fit(Dataset.From(Enumerable.Range(0, rows).Select(i => (x[i..(i + 1)].Reshape(4), y[i..(i + 1)].Reshape(1)))),
                Options(strategy));
        });
        Assert.All(exceptions, exception => Assert.Contains(
            "The data of rank 1 came to their end after batch 2 of epoch 1, and those of rank 0 did not",
            Assert.IsType<InvalidOperationException>(exception).Message, StringComparison.Ordinal));
    }

    /// <summary>Each rank would compute its rows of another batch, and a part of the data would be lost.</summary>
    [Theory]
    [InlineData("shards", "Batch 1 of the data of epoch 1 has other values on rank 1 than on rank 0. The ranks of Strategy read the same data, all of them")]
    [InlineData("last batch", "Batch 4 of the data of epoch 1 has other values on rank 1 than on rank 0.")]
    [InlineData("validation", "Batch 4 of the validation data of epoch 1 has other values on rank 1 than on rank 0.")]
    [InlineData("validation length", "The validation data of rank 1 came to their end after batch 2 of epoch 1, and those of rank 0 did not.")]
    [InlineData("evaluation", "Batch 4 of the data has other values on rank 1 than on rank 0.")]
    [InlineData("evaluation length", "The data of rank 1 came to their end after batch 2, and those of rank 0 did not.")]
    public void StreamsOfOtherRowsAreRefused(string name, string message)
    {
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
        {
            int rank = strategy.Rank;
            bool isShorter = name.EndsWith("length", StringComparison.Ordinal);
            Dataset all = Stream(0, Rows, 1);
            Dataset own = name == "shards" ? Stream(rank, Rows - 1, 2) : Stream(0, Rows - (isShorter ? 9 : 1) * rank, 1);
            if (name.StartsWith("evaluation", StringComparison.Ordinal))
                Regression(3).Evaluate(own, strategy, Batch);
            else if (name.StartsWith("validation", StringComparison.Ordinal))
                Regression(3).Fit(all, Options(strategy) with { ValidationData = own });
            else
                Regression(3).Fit(own, Options(strategy));
        });
        Assert.All(exceptions, exception => Assert.StartsWith(
            message, Assert.IsType<InvalidOperationException>(exception).Message, StringComparison.Ordinal));

        static Dataset Stream(int start, int end, int step)
        {
            Tensor x = X(), y = Y();
            return Dataset.From(Enumerable.Range(0, (end - start + step - 1) / step).Select(i => start + i * step)
                .Select(i => new DatasetElement(x.Row(i).ToArray(), y.Row(i).ToArray())));
        }
    }

    [Theory]
    [InlineData("fit", "evaluate", "rank 0 calls Fit, rank 1 calls Evaluate.")]
    [InlineData("predict", "evaluate", "rank 0 calls Predict, rank 1 calls Evaluate.")]
    public void RanksThatCallOtherMethodsAreRefused(string first, string second, string message)
    {
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
        {
            Sequential model = Regression(3);
            switch (strategy.Rank == 0 ? first : second)
            {
                case "fit":
                    model.Fit(X(), Y(), Options(strategy));
                    break;
                case "predict":
                    model.Predict(X(), strategy);
                    break;
                default:
                    model.Evaluate(Dataset.From(X(), Y()), strategy);
                    break;
            }
        });
        Assert.All(exceptions, exception => Assert.EndsWith(
            message, Assert.IsType<InvalidOperationException>(exception).Message, StringComparison.Ordinal));
    }

    /// <summary>A metric that counts rows, and whose accumulator can be merged but not saved.</summary>
    private sealed class MergedCount : Metric
    {
        public override MetricDirection Direction => MetricDirection.Up;

        protected override string DefaultName => "count";

        protected override MetricAccumulator CreateAccumulator() => new MergedCounter();
    }

    private sealed class MergedCounter : MetricAccumulator
    {
        private int rows;

        public override double Result => rows;

        public override void Update(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight) =>
            rows += prediction.Length / rowLength;

        public override void Reset() => rows = 0;

        public override void MergeWith(MetricAccumulator other) => rows += ((MergedCounter)other).rows;
    }
}
