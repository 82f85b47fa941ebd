namespace NeuralNet.Mpi.Tests;

/// <summary>Tests of the groups of rows of deterministic training within one process.</summary>
public sealed class DeterministicTests : JobFolder
{
    private static readonly Callback[] None = [];

    [Fact]
    public void CallbacksControlTheTrainingOfAllGroups()
    {
        (Sequential single, History expected) = Train(null, [new EarlyStopping("loss", patience: 1, minDelta: 0.02f, restoreBestWeights: true)]);
        (Sequential groups, History actual) = Train(
            Deterministic(), [new EarlyStopping("loss", patience: 1, minDelta: 0.02f, restoreBestWeights: true)]);
        Assert.InRange(actual["loss"].Count, 2, 29);
        Assert.Equal(expected["loss"].Count, actual["loss"].Count);
        Close.To(Weights(single), [.. Weights(groups).Select(value => (float)value)], 1e-5, "weights");
    }

    [Fact]
    public void TheLearningRateOfACallbackIsThatOfAllGroups()
    {
        (Sequential single, _) = Train(null, [new LearningRateScheduler((epoch, _) => 0.05f / (1 + epoch))]);
        (Sequential groups, _) = Train(Deterministic(), [new LearningRateScheduler((epoch, _) => 0.05f / (1 + epoch))]);
        Close.To(Weights(single), [.. Weights(groups).Select(value => (float)value)], 1e-5, "weights");
    }

    /// <summary>The groups share the step of the optimizer, which the schedule follows; none sets the learning rate.</summary>
    [Fact]
    public void ALearningRateScheduleIsFollowedOnceAStep()
    {
        var schedule = new ExponentialDecay(0.05f, decaySteps: 10, decayRate: 0.5f);
        (Sequential single, _) = Train(null, None, optimizer: new SGD(schedule));
        (Sequential groups, _) = Train(Deterministic(), None, optimizer: new SGD(schedule));
        Close.To(Weights(single), [.. Weights(groups).Select(value => (float)value)], 1e-5, "weights");
    }

    /// <summary>The groups of the training wait while those of the evaluation exchange their figures.</summary>
    [Fact]
    public void ACallbackEvaluatesWithTheSameStrategy()
    {
        DataParallel strategy = Deterministic();
        var losses = new List<double>();
        Sequential model = TrainingJob.Dense(seed: 1);
        var callback = new LambdaCallback(onEpochEnd: _ =>
            losses.Add(model.Evaluate(Dataset.From(TrainingJob.X(), TrainingJob.Y()), strategy).Loss));
        History history = model.Fit(TrainingJob.X(), TrainingJob.Y(), TrainingJob.Options(strategy) with
        {
            ValidationData = (TrainingJob.X(), TrainingJob.Y()),
            Callbacks = [callback],
        });
        Close.To([.. history["val_loss"]], [.. losses.Select(loss => (float)loss)], 1e-6, "losses");
    }

    [Fact]
    public void AStrategyTrainsAgainAfterAFailure()
    {
        DataParallel strategy = Deterministic();
        Sequential model = TrainingJob.Dense(seed: 1), expected = TrainingJob.Dense(seed: 1);
        Assert.Throws<ArgumentException>(() => model.Fit(
            Dataset.From(Enumerable.Repeat(new DatasetElement(new Tensor([5]), new Tensor([1])), 9)), TrainingJob.Options(strategy)));
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        Assert.Throws<OperationCanceledException>(() => model.Evaluate(
            Dataset.From(TrainingJob.X(), TrainingJob.Y()), strategy, cancellationToken: cancellation.Token));
        Assert.Throws<OperationCanceledException>(() => model.Predict(TrainingJob.X(), strategy, cancellationToken: cancellation.Token));
        model.Fit(TrainingJob.X(), TrainingJob.Y(), TrainingJob.Options(strategy));
        expected.Fit(TrainingJob.X(), TrainingJob.Y(), TrainingJob.Options(Deterministic()));
        Assert.Equal(Bits.Of(expected), Bits.Of(model));
    }

    [Fact]
    public void AnExceptionOfACallbackEndsTheTraining()
    {
        var exception = new InvalidOperationException("The disk is full.");
        Assert.Same(exception, Assert.Throws<InvalidOperationException>(() => Train(
            Deterministic(), [new LambdaCallback(onBatchEnd: run => throw exception)])));
    }

    [Fact]
    public void ALossThatIsNotFiniteEndsTheTraining()
    {
        Assert.Throws<TrainingDivergedException>(() => Train(Deterministic(), None, scale: 1e30f));
        (_, History history) = Train(Deterministic(), [new TerminateOnNaN()], scale: 1e30f);
        Assert.True(history["loss"].Count < 30);
    }

    [Fact]
    public void StreamsAreReadByEachGroup()
    {
        IEnumerable<DatasetElement> samples = Enumerable.Range(0, TrainingJob.Rows)
            .Select(i => new DatasetElement(TrainingJob.X().Row(i).ToArray(), TrainingJob.Y().Row(i).ToArray()));
        Sequential single = TrainingJob.Dense(seed: 1), groups = TrainingJob.Dense(seed: 1);
        single.Fit(Dataset.From(samples).Shuffle(bufferSize: 8).Prefetch(), TrainingJob.Options(null));
        groups.Fit(Dataset.From(samples).Shuffle(bufferSize: 8).Prefetch(), TrainingJob.Options(Deterministic()));
        Close.To(Weights(single), [.. Weights(groups).Select(value => (float)value)], 1e-6, "weights");
    }

    [Fact]
    public void AnInterruptedTrainingContinuesWithTheSameBits()
    {
        (Sequential expected, History history) = Train(Deterministic(), None);
        int batches = 0;
        var interruption = new LambdaCallback(onBatchEnd: _ =>
        {
            if (++batches == 10)
                throw new InvalidOperationException("The power has failed.");
        });
        Callback[] Callbacks(Callback other) => [other, new BackupAndRestore(Path.Combine(Folder, "backup"), saveFreq: 1)];
        Assert.Throws<InvalidOperationException>(() => Train(Deterministic(), Callbacks(interruption)));
        (Sequential actual, History resumed) = Train(Deterministic(), Callbacks(new LambdaCallback()));
        Assert.Equal(Bits.Of(expected), Bits.Of(actual));

        // The sum of the figures of an epoch that was interrupted has another order, which may change the last bit.
        Assert.All(history["loss"].Zip(resumed["loss"]), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.All(history["mae"].Zip(resumed["mae"]), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    private static DataParallel Deterministic() => new(MpiWorld.Open(), bucketLength: 8, deterministic: true);

    private static (Sequential Model, History History) Train(
        DataParallel? strategy, Callback[] callbacks, float scale = 1, Optimizer? optimizer = null)
    {
        Sequential model = TrainingJob.Compiled(new Sequential(4, seed: 1).Dense(5, "tanh").BatchNormalization().Dense(1), optimizer);
        Tensor y = TrainingJob.Y();
        foreach (ref float value in y.AsSpan())
            value *= scale;
        History history = model.Fit(TrainingJob.X(), y, TrainingJob.Options(strategy) with { Epochs = 30, Callbacks = callbacks });
        return (model, history);
    }

    private static double[] Weights(Model model) =>
        [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray()).Select(value => (double)value)];
}
