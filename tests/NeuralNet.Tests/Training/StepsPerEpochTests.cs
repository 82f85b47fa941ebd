namespace NeuralNet.Tests;

/// <summary>Tests of epochs and validations with a given number of steps.</summary>
public sealed class StepsPerEpochTests
{
    private static readonly Tensor X = TestData.Normal([30, 3], 1);
    private static readonly Tensor Y = TestData.Normal([30, 1], 2);

    /// <summary>Compares with the rules of Keras's iterator (trainers/epoch_iterator.py) for data in their order.</summary>
    [Theory]
    [InlineData(10, 2, 3, 5)]
    [InlineData(10, 2, 5, 2)]
    [InlineData(10, 2, 9, 3)]
    [InlineData(11, 2, 1, 8)]
    [InlineData(11, 4, 2, 4)]
    public void AnEpochContinuesTheLastOneAndEndsWithTheData(int rows, int batchSize, int stepsPerEpoch, int epochs)
    {
        List<int> expectedSteps = [], steps = [];
        List<float> expectedRows = [];
        int batches = (rows + batchSize - 1) / batchSize, next = 0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            int step = 0;
            for (; step < stepsPerEpoch && next < batches; step++, next++)
                expectedRows.AddRange(Enumerable.Range(next * batchSize, Math.Min(batchSize, rows - next * batchSize)).Select(row =>
                    (float)row));
            expectedSteps.Add(step);
            next = next == batches ? 0 : next;
        }

        var seen = new RowRecorder();
        float[] numbers = [.. Enumerable.Range(0, rows).Select(row => (float)row)];
        History history = Recording(seen).Fit(
            numbers, numbers, batchSize, epochs, Verbosity.Silent, shuffle: false, stepsPerEpoch: stepsPerEpoch,
            callbacks: [new LambdaCallback(onEpochEnd: run => { Assert.Equal(run.Steps, run.Step); steps.Add(run.Step); })]);
        Assert.Equal(expectedRows, seen.Values);
        Assert.Equal(expectedSteps, steps);
        Assert.Equal(epochs, history.Epochs.Count);
    }

    /// <summary>More steps than rows give batches of one row, up to the maximum number of steps.</summary>
    [Fact]
    public void MoreStepsThanRows()
    {
        var model = new Sequential(3, seed: 1).Dense(1);
        model.Compile("sgd", "mse");
        var recorder = new HookRecorder();
        model.Fit(
            X, Y, verbose: Verbosity.Silent, callbacks: [recorder], validationData: (X, Y), stepsPerEpoch: int.MaxValue,
            validationSteps: int.MaxValue);
        Assert.Equal((30, 30), (recorder.Count("BatchEnd"), recorder.Count("TestBatchEnd")));
        Close.To(model.Evaluate(X, Y).Loss, model.Evaluate(X, Y, steps: int.MaxValue).Loss, 1e-6, "loss");
    }

    [Fact]
    public void TheOrderOfTheSamplesIsNewWhereTheDataBegin()
    {
        var seen = new RowRecorder();
        float[] numbers = [.. Enumerable.Range(0, 20).Select(row => (float)row)];
        Recording(seen).Fit(numbers, numbers, 4, 6, Verbosity.Silent, stepsPerEpoch: 2);
        float[] first = [.. seen.Values.Take(20)], second = [.. seen.Values.Skip(20)];
        Assert.Equal(numbers, first.Order());
        Assert.Equal(numbers, second.Order());
        Assert.NotEqual(numbers, first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void ManyShortEpochsAreOneLongOne()
    {
        Sequential one = Noisy(), many = Noisy();
        double loss = one.Fit(X, Y, 5, 1, Verbosity.Silent)["loss"][0];
        IReadOnlyList<double> losses = many.Fit(X, Y, 5, 3, Verbosity.Silent, stepsPerEpoch: 2)["loss"];
        Assert.Equal(Bits.Of(one), Bits.Of(many));
        Close.To(loss, losses.Average(), 1e-12, "mean loss");
    }

    [Fact]
    public void MoreStepsThanBatchesAreAllBatches()
    {
        Sequential plain = Noisy(), more = Noisy();
        var output = new StringWriter();
        History expected = plain.Fit(X, Y, 8, 3, Verbosity.Silent);
        History history = more.Fit(X, Y, 8, 3, Verbosity.OneLinePerEpoch, stepsPerEpoch: 7, output: output);
        Assert.Equal(expected["loss"], history["loss"]);
        Assert.Equal(Bits.Of(plain), Bits.Of(more));
        Assert.StartsWith(
            "Warning: the data have 4 batches and stepsPerEpoch is 7, so no epoch has more than 4.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("4/4 - ", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5, null, "the data have 4 batches and stepsPerEpoch is 5, so no epoch has more than 4.")]
    [InlineData(3, null, "the data have 4 batches and stepsPerEpoch is 3, so the epoch that comes to their end is shorter.")]
    [InlineData(2, 5, "the validation data have 4 batches and validationSteps is 5, so no validation has more.")]
    [InlineData(2, 4, null)]
    public void AWarningSaysWhereThereAreFewerBatchesThanWereAskedFor(int stepsPerEpoch, int? validationSteps, string? warning)
    {
        string[] expected = warning is null ? [] : ["Warning: " + warning];
        Assert.Equal(expected, Warnings(Verbosity.Automatic));
        Assert.Empty(Warnings(Verbosity.Silent));

        string[] Warnings(Verbosity verbose)
        {
            var output = new StringWriter { NewLine = "\n" };
            Noisy().Fit(
                X, Y, 8, 2, verbose, stepsPerEpoch: stepsPerEpoch, validationData: (X, Y), validationSteps: validationSteps,
                    output: output);
            return [.. output.ToString().Split('\n').Where(line => line.StartsWith("Warning", StringComparison.Ordinal))];
        }
    }

    [Theory]
    [InlineData(4, 8)]
    [InlineData(7, 5)]
    [InlineData(1, 30)]
    [InlineData(40, 1)]
    public void TheBatchSizeFollowsFromTheStepsUnlessGiven(int steps, int batchSize)
    {
        Sequential derived = Noisy(), given = Noisy();
        History history = derived.Fit(X, Y, epochs: 2, verbose: Verbosity.Silent, stepsPerEpoch: steps);
        Assert.Equal(given.Fit(X, Y, batchSize, epochs: 2, verbose: Verbosity.Silent, stepsPerEpoch: steps)["loss"], history["loss"]);
        Assert.Equal(Bits.Of(given), Bits.Of(derived));
        Assert.Equal(derived.Evaluate(X, Y, batchSize).Loss, derived.Evaluate(X, Y, steps: steps).Loss);
    }

    [Fact]
    public void AValidationTakesItsFirstBatchesEachTime()
    {
        Sequential model = Noisy();
        var evaluated = new List<double>();
        var recorder = new HookRecorder();
        IReadOnlyList<double> validated = model.Fit(
            X, Y, epochs: 3, verbose: Verbosity.Silent, validationData: (X, Y), validationSteps: 2, validationBatchSize: 4,
            callbacks: [recorder, new LambdaCallback(onEpochEnd: _ => evaluated.Add(model.Evaluate(FirstRows(X, 8), FirstRows(Y, 8), 4).Loss))])["val_loss"];
        Assert.Equal(evaluated, validated);
        Assert.Equal(6, recorder.Count("TestBatchEnd"));
    }

    /// <summary>Keras: validation_batch_size or batch_size; if neither is given, the batch size follows from the steps.</summary>
    [Fact]
    public void TheBatchSizeOfAValidationFollowsFromItsStepsUnlessOneIsGiven()
    {
        Assert.Equal(30, RowsOfValidation(validationSteps: 3));
        Assert.Equal(21, RowsOfValidation(batchSize: 7, validationSteps: 3));
        Assert.Equal(15, RowsOfValidation(batchSize: 7, validationSteps: 3, validationBatchSize: 5));

        double RowsOfValidation(int? batchSize = null, int? validationSteps = null, int? validationBatchSize = null)
        {
            int rows = 0;
            var model = new Sequential(3, seed: 1).Dense(1);
            model.Compile("sgd", "mse", new RowCount(() => rows = 0, count => rows += count));
            model.Fit(
                X, Y, batchSize, verbose: Verbosity.Silent, validationData: (X, Y), validationSteps: validationSteps,
                validationBatchSize: validationBatchSize);
            return rows;
        }
    }

    [Fact]
    public void EvaluateTakesAsManyBatchesAsSaid()
    {
        Sequential model = Noisy();
        Assert.Equal(model.Evaluate(FirstRows(X, 12), FirstRows(Y, 12), 6).Loss, model.Evaluate(X, Y, 6, steps: 2).Loss);
        Assert.Equal(model.Evaluate(X, Y, 8).Loss, model.Evaluate(X, Y, 8, steps: 9).Loss);
    }

    [Fact]
    public void StepsAreAtLeastOne()
    {
        Sequential model = Noisy();
        Assert.Equal("stepsPerEpoch", Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(X, Y, stepsPerEpoch: 0)).ParamName);
        Assert.Equal("validationSteps", Assert.Throws<ArgumentException>(() => model.Fit(X, Y, validationSteps: 2)).ParamName);
        Assert.Equal("validationSteps", Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(X, Y, validationSteps: -1)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(X, Y, 0)).ParamName);
        Assert.Equal("validationBatchSize", Assert.Throws<ArgumentOutOfRangeException>(() => model.Fit(X, Y, validationBatchSize: 0)).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentOutOfRangeException>(() => model.Evaluate(X, Y, steps: 0)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentOutOfRangeException>(() => model.Evaluate(X, Y, 0)).ParamName);
    }

    private static Tensor FirstRows(Tensor tensor, int count) =>
        new([count, tensor.Shape[1]], tensor.AsSpan()[..(count * tensor.Shape[1])]);

    private static Sequential Recording(RowRecorder recorder)
    {
        var model = new Sequential(1, seed: 1).Add(recorder).Dense(1);
        model.Compile("sgd", "mse");
        return model;
    }

    private static Sequential Noisy()
    {
        var model = new Sequential(3, seed: 1).Dense(6, "relu").Dropout(0.3f).Dense(1);
        model.Compile("adam", "mse");
        return model;
    }

    /// <summary>A metric that reports the number of rows of a pass.</summary>
    private sealed class RowCount(Action reset, Action<int> add) : Metric
    {
        public override MetricDirection Direction => MetricDirection.Up;

        protected internal override string DefaultName => "row_count";

        protected internal override MetricAccumulator CreateAccumulator() => new Count(reset, add);

        private sealed class Count(Action reset, Action<int> add) : MetricAccumulator
        {
            public override double Result => 0;

            public override void Update(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength,
                ReadOnlySpan<float> sampleWeight) =>
                add(prediction.Length / rowLength);

            public override void Reset() => reset();
        }
    }
}
