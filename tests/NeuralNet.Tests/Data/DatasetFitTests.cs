namespace NeuralNet.Tests;

/// <summary>Tests that training, evaluation and prediction on data sets give the same bits as on tensors.</summary>
public class DatasetFitTests
{
    private const int Rows = 53;

    private static readonly Tensor X = TestData.Normal([Rows, 3], seed: 1), Y = TestData.Integers(Rows, 2, 3),
        Weights = TestData.Uniform(Rows, 3, 0.1f);

    public static TheoryData<string> Kinds => ["samples", "batches", "own", "async", "prefetch", "mapped", "batched"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void AStreamTrainsAsTensors(string kind)
    {
        Sequential expected = NewModel(), actual = NewModel();
        History onTensors = expected.Fit(X, Y, batchSize: 8, epochs: 3, shuffle: false, sampleWeight: Weights, validationData: (X, Y));
        var options = new FitOptions { Epochs = 3, BatchSize = kind is "batches" or "batched" ? null : 8, ValidationData = Stream(kind) };
        History onStream = actual.Fit(Stream(kind, Weights), options);
        Assert.Equal(ResumableTraining.Describe(onTensors), ResumableTraining.Describe(onStream));
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
        Assert.Equal(
            expected.Evaluate(X, Y, 8, Weights).Results.Select(pair => pair),
            actual.Evaluate(Stream(kind, Weights), options.BatchSize).Results.Select(pair => pair));
        Assert.Equal(Bits.Of(expected.Predict(X, 8)), Bits.Of(actual.Predict(Stream(kind, Weights), options.BatchSize)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void ShuffledRowsTrainAsFitShufflesThem(int prefetch)
    {
        Sequential expected = NewModel(), actual = NewModel();
        History onTensors = expected.Fit(X, Y, batchSize: 8, epochs: 3);
        Dataset data = Dataset.From(X, Y).Shuffle().Batch(8);
        History onData = actual.Fit(prefetch == 0 ? data : data.Prefetch(prefetch), new FitOptions { Epochs = 3 });
        Assert.Equal(ResumableTraining.Describe(onTensors), ResumableTraining.Describe(onData));
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
    }

    [Fact]
    public void TensorsAsADataSetAreShuffledAsTheOptionsSay()
    {
        Sequential expected = NewModel(), actual = NewModel(), unshuffled = NewModel(), batched = NewModel();
        expected.Fit(X, Y, batchSize: 8, epochs: 2);
        actual.Fit((X, Y), new FitOptions { BatchSize = 8, Epochs = 2 });
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
        unshuffled.Fit(X, Y, batchSize: 8, epochs: 2, shuffle: false);
        batched.Fit(Dataset.From(X, Y).Batch(8), new FitOptions { Epochs = 2 });
        Assert.Equal(Bits.Of(unshuffled), Bits.Of(batched));
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(4, 7)]
    [InlineData(7, 3)]
    [InlineData(9, 3)]
    public void StepsPerEpochContinueAsForTensors(int steps, int epochs)
    {
        foreach (string kind in (string[])["samples", "own", "prefetch", "async"])
        {
            Sequential expected = NewModel(), actual = NewModel();
            History onTensors = expected.Fit(X, Y, 8, epochs, Verbosity.Silent, shuffle: false, stepsPerEpoch: steps,
                validationData: (X, Y), validationSteps: 1, validationBatchSize: 9);
            History onStream = actual.Fit(Stream(kind), new FitOptions
            {
                BatchSize = 8,
                Epochs = epochs,
                Verbose = Verbosity.Silent,
                StepsPerEpoch = steps,
                ValidationData = Stream(kind),
                ValidationSteps = 1,
                ValidationBatchSize = 9,
            });
            Assert.Equal(ResumableTraining.Describe(onTensors), ResumableTraining.Describe(onStream));
            Assert.Equal(Bits.Of(expected), Bits.Of(actual));
        }
    }

    /// <summary>
    /// As for tensors, an order is used until the end of the data, and the next order is that of the epoch that restarts them.
    /// </summary>
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public void ShuffledDataAreResumedInTheirOrder(int steps)
    {
        Sequential expected = NewModel(), actual = NewModel();
        expected.Fit(X, Y, 8, 8, Verbosity.Silent, stepsPerEpoch: steps);
        actual.Fit(Dataset.From(X, Y).Shuffle().Batch(8).Prefetch(3),
            new FitOptions { Epochs = 8, Verbose = Verbosity.Silent, StepsPerEpoch = steps });
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
    }

    [Fact]
    public void AnEndlessStreamTrainsBySteps()
    {
        Sequential expected = NewModel(), actual = NewModel();
        expected.Fit(X, Y, batchSize: Rows, epochs: 6, shuffle: false);
        actual.Fit(Dataset.From(X, Y).Batch(Rows).Repeat().Prefetch(), new FitOptions { Epochs = 2, StepsPerEpoch = 3, ValidationData = Stream("own").Repeat(), ValidationSteps = 2 });
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
        Assert.Equal(expected.Evaluate(X, Y, Rows).Loss, actual.Evaluate(Dataset.From(X, Y).Repeat(), batchSize: Rows, steps: 1).Loss);
        Assert.Equal(2 * Rows, actual.Predict(Dataset.From(X).Repeat(), batchSize: Rows, steps: 2).Rows);
    }

    [Fact]
    public void ClassWeightsAreThoseOfTensors()
    {
        var classWeight = new Dictionary<int, float> { [0] = 3, [2] = 0.5f };
        Sequential expected = NewModel(), actual = NewModel();
        expected.Fit(X, Y, batchSize: 8, epochs: 2, shuffle: false, classWeight: classWeight);
        actual.Fit(Stream("own"), new FitOptions { BatchSize = 8, Epochs = 2, ClassWeight = classWeight });
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
    }

    /// <summary>Targets that are one number for each sample are the same as targets in rows of one number.</summary>
    [Fact]
    public void TargetsMayBeScalars()
    {
        Sequential expected = NewModel(), actual = NewModel();
        expected.Fit(X, Y, batchSize: 8, epochs: 2, shuffle: false);
        actual.Fit(Dataset.From(Enumerable.Range(0, Rows).Select(row => ((Tensor)X.Row(row).ToArray(), new Tensor([], [Y[row]])))),
            new FitOptions { BatchSize = 8, Epochs = 2 });
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
    }

    [Fact]
    public void SeveralInputsAndOutputs()
    {
        Model expected = NewModel(), actual = NewModel();
        Tensor y2 = TestData.Normal([Rows, 1], 7);
        Tensor?[] weights = [null, Weights];
        expected.Fit([X, X], [Y, y2], batchSize: 8, epochs: 2, shuffle: false, sampleWeight: weights);
        var samples = Enumerable.Range(0, Rows).Select(row => new DatasetElement(
            [X.Row(row).ToArray(), X.Row(row).ToArray()], [new float[] { Y[row] }, y2.Row(row).ToArray()],
                [null, new float[] { Weights[row] }]));
        actual.Fit(Dataset.From(samples), new FitOptions { BatchSize = 8, Epochs = 2 });
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
        Assert.Equal(
            expected.Evaluate([X, X], [Y, y2], 8).Results.Select(pair => pair),
            actual.Evaluate(Dataset.From([X, X], [Y, y2]).Map(element => element), 8).Results.Select(pair => pair));

        static Model NewModel()
        {
            Input left = new(3, seed: 3), right = new(3);
            Node hidden = left.Merge(new Concatenate(), right).Dense(5, "tanh");
            var model = new Model([left, right], [hidden.Dense(3, "softmax"), hidden.Dense(1)]);
            model.Compile("adam", ["sparse_categorical_crossentropy", "mse"]);
            return model;
        }
    }

    /// <summary>Sequences of lengths 2 to 6 give the same weights as single steps on the same batches.</summary>
    [Fact]
    public void BatchesOfDifferentLengthsTrain()
    {
        Sequential expected = NewModel(), actual = NewModel();
        (Tensor X, Tensor Y)[] batches = [.. Enumerable.Range(0, 12).Select(i =>
            (TestData.Normal([4, 2 + i % 5, 3], i), TestData.Normal([4, 1], 50 + i)))];
        actual.Fit(Dataset.From(batches, isBatched: true), new FitOptions { Epochs = 2 });
        foreach ((Tensor x, Tensor y) in batches.Concat(batches))
            expected.TrainOnBatch(x, y);
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));
        Assert.Equal(48, actual.Predict(Dataset.From(batches, isBatched: true)).Rows);
        Dataset ragged = Dataset.From(batches.Select(batch =>
            (batch.X[0..1].Reshape(batch.X.Shape.WithoutBatch()), batch.Y[0..1].Reshape([1]))));
        actual.Fit(ragged.PaddedBatch(5));
        Assert.Contains("PaddedBatch", Assert.Throws<InvalidOperationException>(() => actual.Fit(ragged, new FitOptions { BatchSize = 5 })).Message, StringComparison.Ordinal);

        static Sequential NewModel()
        {
            var model = new Sequential([null, 3], seed: 5).Dense(4, "tanh").GlobalAveragePooling1D().Dense(1);
            model.Compile("adam", "mse", "mae");
            return model;
        }
    }

    [Fact]
    public void TheStepsOfAStreamAreUnknownInTheFirstEpoch()
    {
        var steps = new List<(int Epoch, int Step, int Steps)>();
        var reports = new List<TrainingProgress>();
        string log = Path.GetTempFileName();
        NewModel().Fit(Stream("own"), new FitOptions
        {
            BatchSize = 20,
            Epochs = 2,
            Progress = new Reports(reports),
            Callbacks = [new LambdaCallback(onBatchEnd: run => steps.Add((run.Epoch, run.Step, run.Steps)), onEpochEnd: run =>
                steps.Add((run.Epoch, run.Step, run.Steps))), new CSVLogger(log)],
        });
        Assert.Equal([(0, 0, 0), (0, 1, 0), (0, 2, 0), (0, 3, 3), (1, 0, 3), (1, 1, 3), (1, 2, 3), (1, 3, 3)], steps);
        Assert.Contains(reports, report => report is { Epoch: 0, Step: 3, Steps: 3 });
        Assert.Contains(reports, report => report is { Epoch: 1, Step: 3, Steps: 3 });
        Assert.Equal(3, File.ReadAllLines(log).Length);
        File.Delete(log);
    }

    [Fact]
    public void OneDataSetIsEvaluatedOnManyThreads()
    {
        Sequential model = NewModel();
        Dataset data = Stream("own", Weights).Shuffle(9).Batch(8).Prefetch(2);
        double expected = model.Evaluate(data).Loss;
        var losses = new double[8];
        Parallel.For(0, losses.Length, i => losses[i] = model.Evaluate(data).Loss);
        Assert.All(losses, loss => Assert.Equal(expected, loss));
    }

    /// <summary>A training inside a callback of another training reads the same data set from the beginning.</summary>
    [Fact]
    public void TwoTrainingsReadOneDataSetConcurrently()
    {
        Sequential outer = NewModel(), inner = NewModel(), alone = NewModel();
        Dataset data = Stream("own");
        alone.Fit(data);
        outer.Fit(data, new FitOptions
        {
            BatchSize = 20,
            Callbacks = [new LambdaCallback(onBatchEnd: run => { if (run.Step == 1) inner.Fit(data); })]
        });
        Assert.Equal(Bits.Of(alone), Bits.Of(inner));
        Assert.Throws<InvalidOperationException>(() =>
            outer.Fit(data, new FitOptions { Callbacks = [new LambdaCallback(onBatchEnd: _ => outer.Fit(data))] }));
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(3, seed: 5).Dense(6, "tanh").Dropout(0.2f).Dense(3, "softmax");
        model.Compile(new Adam(0.01f), ["sparse_categorical_crossentropy"], metrics: [["accuracy"]], weightedMetrics: [["sparse_categorical_accuracy"]]);
        return model;
    }

    private static Dataset Stream(string kind, Tensor? weights = null, int batchSize = 8) => kind switch
    {
        "samples" => Dataset.From(Samples(weights)),
        "batches" => Dataset.From(Samples(weights)).Batch(batchSize).Map(element => element),
        "own" => new OwnRows(weights),
        "async" => Dataset.From(Later(weights)),
        "prefetch" => new OwnRows(weights).Prefetch(3),
        "mapped" => Dataset.From(X, Y, weights).Map((x, y) => (x.Clone(), y)),
        _ => Dataset.From(X, Y, weights).Batch(batchSize).Prefetch(2),
    };

    private static IEnumerable<DatasetElement> Samples(Tensor? weights) => Enumerable.Range(0, Rows).Select(row => new DatasetElement(
        X.Row(row).ToArray(), new float[] { Y[row] }, weights is null ? null : new float[] { weights[row] }));

    private static async IAsyncEnumerable<DatasetElement> Later(Tensor? weights)
    {
        foreach (DatasetElement sample in Samples(weights))
        {
            await Task.Yield();
            yield return sample;
        }
    }

    private sealed class OwnRows(Tensor? weights) : Dataset
    {
        protected override IEnumerable<DatasetElement> Read(DatasetPass pass)
        {
            foreach (DatasetElement sample in Samples(weights))
                yield return sample;
        }
    }

    private sealed class Reports(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
