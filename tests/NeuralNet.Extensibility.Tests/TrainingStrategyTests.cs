using NeuralNet;

namespace Extensions.Tests;

/// <summary>Tests that several ranks train the same model as one process, and end together after any event on one of them.</summary>
public class TrainingStrategyTests
{
    /// <summary>The sizes give three batches of 6 rows and one of 3: with four ranks, one rank has no row of the last batch.</summary>
    private const int Rows = 21, Batch = 6, Epochs = 3;

    private static readonly string[] Cases =
    [
        "plain", "dropout", "noise", "weights", "mean with weights", "sum", "masks", "embedding", "clipping", "outputs", "penalties",
        "batch normalization", "masked normalization", "renorm", "accumulation", "layer of one's own",
        "stream",
    ];

    public static TheoryData<string, int> Trainings
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string name in Cases)
            {
                for (int count = 1; count <= 4; count++)
                    data.Add(name, count);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void RanksTrainLikeOneProcess(string name, int count)
    {
        (float[] expected, History history) = Train(name, seed: 3, strategy: null);
        var weights = new float[count][];
        var histories = new History[count];
        var ranks = new ThreadRanks(count);
        Exception?[] exceptions = ranks.Run(strategy =>
            (weights[strategy.Rank], histories[strategy.Rank]) = Train(name, seed: 3 + 10 * strategy.Rank, strategy));
        Assert.All(exceptions, Assert.Null);
        for (int rank = 0; rank < count; rank++)
        {
            Assert.Equal(weights[0], weights[rank]);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], weights[rank][i], 1e-6f);
            foreach (string figure in history.Names)
            {
                Assert.Equal(histories[0][figure], histories[rank][figure]);
                for (int epoch = 0; epoch < Epochs; epoch++)
                    Assert.Equal(history[figure][epoch], histories[rank][figure][epoch], 2e-6);
            }
        }
    }

    [Fact]
    public void GradientsAreHandedOverInParts()
    {
        var ranks = new ThreadRanks(2);
        Assert.All(ranks.Run(strategy => Train("outputs", seed: 3, strategy)), Assert.Null);
        Assert.True(ranks.Buckets >= 2 * 3 * Epochs * 4, $"{ranks.Buckets} buckets");
    }

    /// <summary>Callbacks on every rank see the figures of whole batches, after every batch.</summary>
    [Fact]
    public void CallbacksSeeTheFiguresOfAllRows()
    {
        List<double> expected = Losses(null, 0);
        var seen = new List<double>[3];
        Assert.All(ThreadRanks.Run(3, strategy => seen[strategy.Rank] = Losses(strategy, 7 * strategy.Rank)), Assert.Null);
        foreach (List<double> losses in seen)
        {
            Assert.Equal(seen[0], losses);
            Assert.Equal(expected.Count, losses.Count);
            for (int i = 0; i < losses.Count; i++)
                Assert.Equal(expected[i], losses[i], 1e-6);
        }

        static List<double> Losses(TrainingStrategy? strategy, int seed)
        {
            var losses = new List<double>();
            Sequential model = Regression(3 + seed);
            model.Fit(X(), Y(), new FitOptions
            {
                BatchSize = Batch,
                Epochs = 2,
                Verbose = Verbosity.Silent,
                Strategy = strategy,
                Callbacks = [new LambdaCallback(onBatchEnd: run => losses.AddRange([run.Logs["loss"], run.Logs["mae"]]))],
            });
            return losses;
        }
    }

    [Fact]
    public void ALossThatIsNotFiniteOnOneRankEndsAll()
    {
        Tensor y = Y();
        y[11, 0] = 1e30f;
        var weights = new float[3][];
        Exception?[] exceptions = ThreadRanks.Run(3, strategy =>
        {
            Sequential model = Regression(3);
            try
            {
                model.Fit(X(), y, Options(strategy) with { Shuffle = false });
            }
            finally
            {
                weights[strategy.Rank] = Weights(model);
            }
        });
        Assert.All(exceptions, exception =>
        {
            var diverged = Assert.IsType<TrainingDivergedException>(exception);
            Assert.Contains("rank 2", diverged.Message, StringComparison.Ordinal);
            Assert.Equal((0, 1), (diverged.Epoch, diverged.Batch));
        });
        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    [Theory]
    [InlineData("batch begin")]
    [InlineData("batch end")]
    [InlineData("epoch end")]
    [InlineData("forward")]
    [InlineData("backward")]
    [InlineData("data")]
    public void AnExceptionOfOneRankEndsAll(string where)
    {
        const string Why = "the disk of this rank is full";
        Exception?[] exceptions = ThreadRanks.Run(3, strategy =>
        {
            bool isBad = strategy.Rank == 1;
            Sequential model = new Sequential(4, seed: 3).Dense(5, "tanh").Add(new Failing(isBad ? where : "", Why)).Dense(1);
            model.Compile("sgd", "mse");
            Action<TrainingRun> Throw(string place) => run =>
            {
                if (isBad && where == place && (run.Step == 2 || place == "epoch end"))
                    throw new IOException(Why);
            };
            Tensor x = isBad && where == "data" ? new Tensor(new Shape(Rows, 5)) : X();
            model.Fit(x, Y(), Options(strategy) with
            {
                Callbacks =
                    [new LambdaCallback(onBatchBegin: Throw("batch begin"), onBatchEnd: Throw("batch end"), onEpochEnd: Throw("epoch end"))],
            });
        });
        Assert.IsNotType<RankFailedException>(exceptions[1]);
        Assert.NotNull(exceptions[1]);
        foreach (Exception? exception in (Exception?[])[exceptions[0], exceptions[2]])
        {
            var failed = Assert.IsType<RankFailedException>(exception);
            Assert.Equal(1, failed.Rank);
            Assert.Contains("Rank 1", failed.Message, StringComparison.Ordinal);
            Assert.Contains(exceptions[1]!.Message, failed.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AStopOrACancellationOfOneRankEndsAllAfterTheSameStep(bool isCancelled)
    {
        var steps = new int[3];
        var histories = new History[3];
        Exception?[] exceptions = ThreadRanks.Run(3, strategy =>
        {
            using var cancellation = new CancellationTokenSource();
            histories[strategy.Rank] = Regression(3).Fit(X(), Y(), Options(strategy) with
            {
                Epochs = 5,
                Callbacks = [new LambdaCallback(onBatchEnd: run =>
                {
                    if (++steps[strategy.Rank] != 6 || strategy.Rank != 2)
                        return;
                    if (isCancelled)
                        cancellation.Cancel();
                    else
                        run.Stop();
                })],
            }, cancellation.Token);
        });
        Assert.All(exceptions, Assert.Null);
        Assert.Equal([6, 6, 6], steps);
        Assert.All(histories, history => Assert.Equal(isCancelled ? 1 : 2, history["loss"].Count));
    }

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

    [Fact]
    public void ABackupOfASharedTrainingIsRefused()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Exception?[] exceptions = ThreadRanks.Run(2, strategy =>
            Regression(3).Fit(X(), Y(), Options(strategy) with { Callbacks = [new BackupAndRestore(folder)] }));
        Assert.Contains(exceptions, exception => exception is NotSupportedException && exception.Message.Contains("BackupAndRestore", StringComparison.Ordinal));
        Assert.False(Directory.Exists(folder));
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
            int rows = strategy.Rank == 0 ? Rows : Rows - Batch;
            Regression(3).Fit(Dataset.From(Enumerable.Range(0, rows).Select(i => (x[i..(i + 1)].Reshape(4), y[i..(i + 1)].Reshape(1)))),
                Options(strategy));
        });
        Assert.All(exceptions, exception => Assert.Contains(
            "The data of rank 1 came to their end after batch 3 of epoch 0, and those of rank 0 did not",
            Assert.IsType<InvalidOperationException>(exception).Message, StringComparison.Ordinal));
    }

    private static FitOptions Options(TrainingStrategy? strategy) =>
        new() { BatchSize = Batch, Epochs = Epochs, Verbose = Verbosity.Silent, Strategy = strategy };

    private static (float[] Weights, History History) Train(string name, int seed, TrainingStrategy? strategy)
    {
        (Model model, Dataset data, Dataset validation) = Make(name, seed);
        History history = model.Fit(data, Options(strategy) with { ValidationData = validation });
        return (Weights(model), history);
    }

    private static (Model Model, Dataset Data, Dataset Validation) Make(string name, int seed)
    {
        Tensor x = X(), y = Y(), weights = new(Rows, [.. Enumerable.Range(0, Rows).Select(i => 0.25f + i % 4)]);
        Dataset plain = Dataset.From(x, y);
        switch (name)
        {
            case "dropout":
                return (Compiled(
                    new Sequential(4, seed).Dense(9, "tanh").Dropout(0.4f).Dense(6, "tanh")
                        .AlphaDropout(0.2f).Dense(1)), plain, plain);
            case "noise":
                return (Compiled(
                    new Sequential(4, seed).Dense(9, "tanh").GaussianNoise(0.3f).Reshape([3, 3])
                        .Dropout(0.5f, [null, 1, null]).Dropout(0.3f, [1, null, null])
                        .Flatten().Dense(1)), plain, plain);
            case "stream":
                IEnumerable<DatasetElement> samples = Enumerable.Range(0, Rows)
                    .Select(i => new DatasetElement(x.Row(i).ToArray(), y.Row(i).ToArray(), new float[] { 0.25f + i % 4 }));
                return (Regression(seed), Dataset.From(samples).Shuffle(bufferSize: 8).Prefetch(), Dataset.From(samples));
            case "weights":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1)), Dataset.From([x], [y], [weights]), plain);
            case "mean with weights":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1),
                    new MeanSquaredError { Reduction = Reduction.MeanWithSampleWeight }), Dataset.From([x], [y], [weights]), plain);
            case "sum":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1),
                    new MeanSquaredError { Reduction = Reduction.Sum }), plain, plain);
            case "masks":
                Tensor targets = new(new Shape(Rows, 4, 2), [.. Enumerable.Range(0, Rows * 8).Select(i => MathF.Cos(i))]);
                Dataset steps = Dataset.From(Tokens(9), targets);
                return (Compiled(new Sequential(4, seed).Embedding(9, 6, maskZero: true).Dense(2)), steps, steps);
            case "embedding":
                Dataset tokens = Dataset.From(Tokens(300), y);
                return (Compiled(
                    new Sequential(4, seed).Embedding(300, 6).GlobalAveragePooling1D()
                        .Dense(1)), tokens, tokens);
            case "clipping":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1),
                    optimizer: new Adam(0.01f, epsilon: 1e-3f) { GlobalClipNorm = 0.05f, UseEma = true, EmaMomentum = 0.8f }), plain,
                        plain);
            case "accumulation":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Dense(1),
                    optimizer: new SGD(0.05f, momentum: 0.9f) { GradientAccumulationSteps = 2, WeightDecay = 0.1f, ClipNorm = 0.1f }),
                        plain, plain);
            case "penalties":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh", kernelRegularizer: "l2", activityRegularizer: new L2(0.1f))
                        .Dense(1, kernelConstraint: new MaxNorm(0.5f))), plain, plain);
            case "batch normalization":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").BatchNormalization(momentum: 0.7f)
                        .Dense(3, "tanh").BatchNormalization(momentum: 0.7f).Dense(1)), plain, plain);
            case "renorm":
                return (Compiled(
                    new Sequential(4, seed).Dense(5, "tanh").Add(new BatchNormalization(momentum: 0.7f, renorm: true, renormMomentum: 0.7f))
                        .Dense(1)), plain, plain);
            case "layer of one's own":
                return (Compiled(new Sequential(4, seed).Dense(5, "tanh").Add(new Centered()).Dense(1)), plain, plain);
            case "masked normalization":
                Dataset masked = Dataset.From(Tokens(9), y);
                return (Compiled(
                    new Sequential(4, seed).Embedding(9, 6, maskZero: true).BatchNormalization(momentum: 0.7f)
                        .GlobalAveragePooling1D().Dense(1)), masked, masked);
            case "outputs":
                var input = new Input(4, seed: seed);
                var shared = new Dense(6, "tanh");
                Node hidden = input.Dense(4).Add(shared);
                Node value = input.Add(shared).Merge(new Add(), hidden).Dense(1, name: "value");
                var model = new Model([input], [value, hidden.Dense(3, "softmax", name: "kind")]);
                model.Compile(new SGD(0.05f), ["mse", "sparse_categorical_crossentropy"], lossWeights: [1, 0.5f]);
                Tensor kinds = new(new Shape(Rows, 1), [.. Enumerable.Range(0, Rows).Select(i => (float)(i % 3))]);
                Dataset both = Dataset.From([x], [y, kinds]);
                return (model, both, both);
            default:
                return (Regression(seed), plain, plain);
        }
    }

    private static Sequential Regression(int seed) => Compiled(new Sequential(4, seed).Dense(5, "tanh").Dense(1));

    private static Sequential Compiled(Sequential model, Loss? loss = null, Optimizer? optimizer = null)
    {
        model.Compile(optimizer ?? new SGD(0.05f), loss ?? "mse", "mae", "r2_score");
        return model;
    }

    private static Tensor X() => new(new Shape(Rows, 4), [.. Enumerable.Range(0, Rows * 4).Select(i => MathF.Sin(1.7f * i))]);

    private static Tensor Y() => new(new Shape(Rows, 1), [.. Enumerable.Range(0, Rows).Select(i => MathF.Cos(2.3f * i))]);

    private static Tensor Tokens(int count) =>
        new(new Shape(Rows, 4), [.. Enumerable.Range(0, Rows * 4).Select(i => (float)(i * 7919 % 1009 % count))]);

    private static float[] Weights(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    /// <summary>A layer y = x − the mean of the batch's rows, so dx = dy − the mean of dy.</summary>
    private sealed class Centered : Layer
    {
        protected override void Forward(Frame frame) => SubtractMean(frame, frame.Input, frame.Output, frame.SumOverBatch);

        protected override void Backward(Frame frame) =>
            SubtractMean(frame, frame.OutputGradient, frame.InputGradient!, frame.SumGradientsOverBatch);

        private static void SubtractMean(Frame frame, Tensor source, Tensor target, SumOfAll sum)
        {
            Span<float> count = [frame.BatchSize], mean = stackalloc float[source.Row(0).Length];
            mean.Clear();
            for (int row = 0; row < frame.BatchSize; row++)
            {
                for (int i = 0; i < mean.Length; i++)
                    mean[i] += source.Row(row)[i];
            }

            frame.SumOverBatch(count);
            sum(mean);
            for (int row = 0; row < frame.BatchSize; row++)
            {
                for (int i = 0; i < mean.Length; i++)
                    target.Row(row)[i] = source.Row(row)[i] - mean[i] / count[0];
            }
        }

        private delegate void SumOfAll(Span<float> values);
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

    /// <summary>A layer y = x that throws an exception in the third batch.</summary>
    private sealed class Failing(string where, string why) : Layer
    {
        private int forwards;

        protected override void Forward(Frame frame)
        {
            if (++forwards == 3 && where == "forward")
                throw new IOException(why);
            frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());
        }

        protected override void Backward(Frame frame)
        {
            if (forwards == 3 && where == "backward")
                throw new IOException(why);
            frame.OutputGradient.AsSpan().CopyTo(frame.InputGradient!.AsSpan());
        }
    }
}
