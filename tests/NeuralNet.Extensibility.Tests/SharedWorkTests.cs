using NeuralNet;
using static Extensions.Tests.RankTraining;

namespace Extensions.Tests;

/// <summary>Tests of what ranks share besides training: evaluation, prediction, backups and callbacks.</summary>
public sealed class SharedWorkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void RanksEvaluateAndPredictLikeOneProcess(int count)
    {
        Sequential single = Regression(seed: 3);
        Evaluation expected = single.Evaluate(X(), Y(), batchSize: Batch);
        Tensor predictions = single.Predict(X());
        var evaluations = new Evaluation[count];
        var all = new Tensor[count];
        Assert.All(ThreadRanks.Run(count, strategy =>
        {
            Sequential model = Regression(seed: 3);
            evaluations[strategy.Rank] = model.Evaluate(Dataset.From(X(), Y()), strategy, batchSize: Batch);
            all[strategy.Rank] = model.Predict(X(), strategy);
        }), Assert.Null);
        for (int rank = 0; rank < count; rank++)
        {
            Assert.Equal(expected.Loss, evaluations[rank].Loss, 1e-6);
            Assert.Equal(expected["mae"], evaluations[rank]["mae"], 1e-6);
            Assert.Equal(expected["r2_score"], evaluations[rank]["r2_score"], 1e-6);
            Assert.Equal(predictions.Shape, all[rank].Shape);
            for (int i = 0; i < predictions.Length; i++)
                Assert.Equal(predictions.AsSpan()[i], all[rank].AsSpan()[i], 1e-6f);
        }
    }

    [Fact]
    public void FewerRowsThanRanksArePredicted()
    {
        Tensor expected = Regression(seed: 3).Predict(X().Slice(0, 2));
        Assert.All(ThreadRanks.Run(4, strategy =>
            Assert.Equal(expected.ToArray(), Regression(seed: 3).Predict(X().Slice(0, 2), strategy).ToArray())), Assert.Null);
    }

    [Fact]
    public void RanksWithOtherWeightsDoNotEvaluateTogether()
    {
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
            Regression(seed: 3 + strategy.Rank).Evaluate(Dataset.From(X(), Y()), strategy));
        Assert.All(exceptions, exception => Assert.Contains("weights with the checksum", exception!.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void AnExceptionOfOneRankEndsAnEvaluation()
    {
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
        {
            Tensor y = Y();
            y[0, 0] = strategy.Rank == 1 ? float.NaN : 0;
            Regression(seed: 3).Evaluate(Dataset.From(X(), y), strategy);
        });
        Assert.IsType<RankFailedException>(exceptions[0]);
        Assert.IsType<ArgumentException>(exceptions[1], exactMatch: false);
    }

    /// <summary>Ranks stop in the middle of an epoch; another number of ranks continues from the backup of rank 0.</summary>
    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(4, 1, 2)]
    [InlineData(1, 4, 3)]
    public void ATrainingContinuesWithAnotherNumberOfRanks(int first, int second, int third)
    {
        Sequential single = Regression(seed: 3);
        History history = single.Fit(X(), Y(), Options(null));
        float[] weights = Weights(single);
        Interrupt(first, batches: 6);
        Interrupt(second, batches: 3);
        var results = new (float[] Weights, History History)[third];
        Assert.All(ThreadRanks.Run(third, strategy => results[strategy.Rank] = Train(strategy, int.MaxValue)), Assert.Null);
        Assert.All(results, result =>
        {
            for (int i = 0; i < weights.Length; i++)
                Assert.Equal(weights[i], result.Weights[i], 1e-5f);
            foreach (string figure in history.Names)
            {
                for (int epoch = 0; epoch < Epochs; epoch++)
                    Assert.Equal(history[figure][epoch], result.History[figure][epoch], 1e-5);
            }
        });
    }

    /// <summary>A metric may keep tensors, which are exchanged, saved and restored like its numbers.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void AMetricOfTensorsIsSharedAndResumed(int count)
    {
        double[] expected = Fit(null, int.MaxValue);
        Assert.All(ThreadRanks.Run(count, strategy => Fit(strategy, batches: 6)), Assert.NotNull);
        Assert.All(ThreadRanks.Run(count, strategy => Assert.Equal(expected, Fit(strategy, int.MaxValue))), Assert.Null);

        double[] Fit(TrainingStrategy? strategy, int batches)
        {
            Sequential model = new Sequential(4, seed: 3).Dense(1);
            model.Compile("sgd", "mse", new LargestTarget());
            var interruption = new LambdaCallback(onBatchEnd: _ =>
            {
                if (batches-- == 0)
                    throw new InvalidOperationException("The power has failed.");
            });
            return [.. model.Fit(X(), Y(), Options(strategy) with
            {
                Callbacks = [interruption, new BackupAndRestore(Path.Combine(folder, "backup"), saveFreq: 1)],
            })["largest_target"]];
        }
    }

    /// <summary>Callbacks that write files run on rank 0 only, those that control the training on all ranks.</summary>
    [Fact]
    public void FilesAreWrittenByTheFirstRank()
    {
        var calls = new int[3];
        Assert.All(ThreadRanks.Run(3, strategy =>
        {
            string own = Path.Combine(folder, $"{strategy.Rank}");
            Directory.CreateDirectory(own);
            var output = new StringWriter();
            Regression(seed: 3).Fit(X(), Y(), Options(strategy) with
            {
                Output = output,
                Verbose = Verbosity.OneLinePerEpoch,
                Callbacks =
                [
                    new CSVLogger(Path.Combine(own, "log.csv")),
                    new ModelCheckpoint(Path.Combine(own, "model.safetensors"), monitor: "loss"),
                    new TensorBoard(Path.Combine(own, "logs")),
                    new LambdaCallback(onEpochEnd: _ => calls[strategy.Rank]++),
                    new EarlyStopping("loss", patience: 9, verbose: true, restoreBestWeights: true),
                    new LearningRateScheduler((_, rate) => rate, verbose: true),
                ],
            });
            Assert.Equal(strategy.Rank == 0, output.ToString().Contains(" rows/s - loss: ", StringComparison.Ordinal));
            Assert.Equal(strategy.Rank == 0, output.ToString().Length > 0);
            Assert.Equal(strategy.Rank == 0 ? 3 : 0, Directory.GetFileSystemEntries(own).Length);
        }), Assert.Null);
        Assert.Equal([Epochs, Epochs, Epochs], calls);
    }

    private void Interrupt(int count, int batches)
    {
        Exception?[] exceptions = ThreadRanks.Run(count, strategy => Train(strategy, batches));
        Assert.All(exceptions, Assert.NotNull);
    }

    private (float[] Weights, History History) Train(TrainingStrategy strategy, int batches)
    {
        Sequential model = Regression(seed: 3 + strategy.Rank);
        var interruption = new LambdaCallback(onBatchEnd: _ =>
        {
            if (batches-- == 0)
                throw new InvalidOperationException("The power has failed.");
        });
        History history = model.Fit(X(), Y(), Options(strategy) with
        {
            Callbacks = [interruption, new EarlyStopping("loss", patience: 9), new BackupAndRestore(Path.Combine(folder, "backup"), saveFreq: 1)],
        });
        return (Weights(model), history);
    }

    /// <summary>The maximum of the targets, which a tensor contains.</summary>
    private sealed class LargestTarget : Metric
    {
        public override MetricDirection Direction => MetricDirection.Up;

        protected override string DefaultName => "largest_target";

        protected override MetricAccumulator CreateAccumulator() => new LargestValue();
    }

    private sealed class LargestValue : MetricAccumulator
    {
        private Tensor largest = new([1], [float.NegativeInfinity]);

        public override double Result => largest[0];

        public override void Update(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, ReadOnlySpan<float> sampleWeight)
        {
            foreach (float value in target)
                largest[0] = MathF.Max(largest[0], value);
        }

        public override void Reset() => largest[0] = float.NegativeInfinity;

        public override void MergeWith(MetricAccumulator other) =>
            largest[0] = MathF.Max(largest[0], ((LargestValue)other).largest[0]);

        public override void SaveState(SavedState state) => state.Set("largest", largest.Clone());

        public override void RestoreState(SavedState state) => largest = state.GetTensor("largest", [1]).Clone();
    }
}
