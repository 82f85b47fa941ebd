namespace NeuralNet.Tests;

public sealed class BackupAndRestoreTests : IDisposable
{
    private const int Epochs = 3, Steps = 5;

    private static readonly Tensor X = TestData.Normal([38, 3], seed: 1), Y = TestData.Normal([38, 2], seed: 2);

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string, int> Places
    {
        get
        {
            var places = new TheoryData<string, int>();
            foreach (string frequency in (string[])["epoch", "1", "2", "4"])
            {
                for (int batch = 1; batch <= Epochs * Steps; batch++)
                    places.Add(frequency, batch);
            }

            return places;
        }
    }

    private string Backup => Path.Combine(folder, "backup");

    private string BackupFile => Path.Combine(Backup, "backup.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>The models are created without a seed, so the second one initially draws other weights, orders and dropout.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    [Trait("Category", "Slow")]
    public void ATrainingIsResumedAfterEachBatch(string frequency, int batch)
    {
        Sequential interrupted = NewModel(), resumed = NewModel();
        using var cancellation = new CancellationTokenSource();
        Train(interrupted, frequency, [new LambdaCallback(onBatchEnd: _ => CancelAt(--batch))], cancellation.Token);
        Assert.True(cancellation.IsCancellationRequested);
        int seed = File.Exists(BackupFile) ? interrupted.Seed : resumed.Seed;
        History history = Train(resumed, frequency, [new LambdaCallback()]);
        AssertIsWhole(resumed, seed, history, Directory.Exists(Backup));

        void CancelAt(int left)
        {
            if (left == 0)
                cancellation.Cancel();
        }
    }

    [Theory]
    [InlineData("TrainBegin", 1)]
    [InlineData("EpochBegin", 2)]
    [InlineData("BatchBegin", 9)]
    [InlineData("BatchEnd", 5)]
    [InlineData("TestBegin", 1)]
    [InlineData("TestBatchEnd", 3)]
    [InlineData("EpochEnd", 1)]
    [InlineData("EpochEnd", 3)]
    [InlineData("TrainEnd", 1)]
    public void ATrainingIsResumedAfterAnExceptionInAnyHook(string hook, int count)
    {
        int seed = 77;
        var failing = new HookRecorder { Tell = called => count -= called == hook ? 1 : 0, ThrowIf = () => count == 0 };
        Assert.Throws<InvalidDataException>(() => Train(NewModel(seed), "2", [failing]));
        Sequential resumed = NewModel();
        History history = Train(resumed, "2", []);
        bool isFromBackup = hook != "TrainBegin";
        AssertIsWhole(resumed, isFromBackup ? seed : resumed.Seed, history, Directory.Exists(Backup));
    }

    /// <summary>With epochs of 3 of the 5 batches, some epochs begin in the middle of the data, in the order of the current pass.</summary>
    [Theory]
    [InlineData("epoch")]
    [InlineData("1")]
    [InlineData("2")]
    [Trait("Category", "Slow")]
    public void ATrainingOfShortEpochsIsResumedAfterEachBatch(string frequency)
    {
        SaveFrequency saveFreq = int.TryParse(frequency, out int every) ? every : frequency;
        Sequential whole = NewModel(8);
        string[] expected = [.. ResumableTraining.Describe(FitShortEpochs(whole, []))];
        for (int batch = 1; batch <= 13; batch++)
        {
            int left = batch;
            Assert.Throws<InvalidDataException>(() =>
                FitShortEpochs(NewModel(8), [new BackupAndRestore(Backup, saveFreq), new LambdaCallback(onBatchEnd: _ =>
            {
                if (--left == 0)
                    throw new InvalidDataException();
            })]));
            Sequential resumed = NewModel(8);
            Assert.Equal(expected, ResumableTraining.Describe(FitShortEpochs(resumed,
                [new BackupAndRestore(Backup, saveFreq), new LambdaCallback()])));
            Assert.Equal(SafetensorsBytes.Saved(whole), SafetensorsBytes.Saved(resumed));
        }

        static History FitShortEpochs(Model model, Callback[] callbacks) =>
            model.Fit(X, Y, 8, epochs: 5, Verbosity.Silent, callbacks, stepsPerEpoch: 3, validationData: (X, Y), validationSteps: 2);
    }

    /// <summary>As in Keras's example, the resumed training runs without the callback that interrupted it.</summary>
    [Fact]
    public void TheSameModelContinues()
    {
        Sequential model = NewModel(4);
        Assert.Throws<InvalidDataException>(() => Train(model, "epoch", [new LambdaCallback(onEpochBegin: run => { if (run.Epoch == 2) throw new InvalidDataException(); })]));
        AssertIsWhole(model, 4, Train(model, "epoch", []), Directory.Exists(Backup));
    }

    [Fact]
    public void TheBackupIsKeptIfWantedAndATrainingCanBeMadeLonger()
    {
        Sequential model = NewModel(5), longer = NewModel(6);
        model.Fit(X, Y, 8, 2, Verbosity.Silent, [new BackupAndRestore(Backup, deleteCheckpoint: false)], validationData: (X, Y));
        Assert.Equal([BackupFile], Directory.GetFiles(Backup));
        AssertIsWhole(longer, 5, Train(longer, "epoch", []), Directory.Exists(Backup));
    }

    [Fact]
    public void TheRunIsMarkedAsResumedAndEpochsDoNotBeginTwice()
    {
        using var cancellation = new CancellationTokenSource();
        var first = new HookRecorder { AtBatchEnd = run => { if (run.Epoch == 1 && run.Step == 2) cancellation.Cancel(); } };
        Train(NewModel(5), "1", [first], cancellation.Token);
        var second = new HookRecorder();
        bool? isResumed = null;
        Train(NewModel(5), "1", [second, new LambdaCallback(onTrainBegin: run => isResumed = run.IsResumed)]);
        Assert.True(isResumed);
        Assert.Equal(Epochs, first.Count("EpochBegin") + second.Count("EpochBegin"));
        Assert.Equal(Epochs * Steps, first.Count("BatchEnd") + second.Count("BatchEnd"));
    }

    [Fact]
    public void ADamagedBackupIsRefusedAndNothingIsChanged()
    {
        byte[] whole = Interrupt();
        var random = new Random(1);
        for (int i = 0; i < 60; i++)
        {
            byte[] damaged = [.. whole];
            if (i % 2 == 0)
                damaged = damaged[..random.Next(damaged.Length)];
            else
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(BackupFile, damaged);
            AssertRefused(NewModel(9), "Delete the file");
        }
    }

    [Fact]
    public void AnotherFileIsNoBackup()
    {
        Directory.CreateDirectory(Backup);
        NewModel().Save(BackupFile);
        AssertRefused(NewModel(9), "no backup");
    }

    /// <summary>An older version drew other random numbers in dropout, so its trainings cannot be resumed identically.</summary>
    [Fact]
    public void ABackupOfAnOlderVersionIsRefused()
    {
        byte[] file = Interrupt();
        File.WriteAllBytes(BackupFile, SafetensorsBytes.Edited(file, "format_version", _ => "1"));
        AssertRefused(NewModel(9), "backup in version 1 of the format");
    }

    /// <summary>The checksum is valid but the content is not.</summary>
    [Theory]
    [InlineData("\"step\":2", "\"step\":6", "no batch 6")]
    [InlineData("\"step\":2", "\"step\":null", "step")]
    [InlineData("\"epoch\":1,", "\"epoch\":-1,", "epoch -1")]
    [InlineData("\"first_batch\":0", "\"first_batch\":3", "begins with batch 3")]
    [InlineData("\"is_stopping\":false", "\"is_stopping\":3", "is_stopping")]
    [InlineData("\"rows\":", "\"lines\":", "rows")]
    [InlineData("\"names\":[", "\"names\":[\"other\",", "epochs")]
    [InlineData("\"EarlyStopping\":{", "\"EarlierStopping\":{", "EarlierStopping")]
    [InlineData("\"wait\":", "\"weight\":", "wait")]
    public void AChangedBackupIsRefusedInWords(string old, string changed, string message)
    {
        byte[] file = Interrupt();
        file = SafetensorsBytes.Edited(file, "run", text =>
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            return text.Replace(old, changed, StringComparison.Ordinal);
        });
        File.WriteAllBytes(BackupFile, file);
        Assert.Contains(message, Assert.Throws<ModelFileException>(() => Train(NewModel(9), "1", [new EarlyStopping()])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherTrainingIsRefusedInWords()
    {
        byte[] file = Interrupt();
        (string Message, Action<Callback[]> Fit)[] others =
        [
            ("batch size; there 8, now 9", callbacks => NewModel(9).Fit(X, Y, 9, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y))),
            ("steps per epoch; there all, now 3", callbacks => NewModel(9).Fit(X, Y, 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y), stepsPerEpoch: 3)),
            ("batches: 2", callbacks => NewModel(9).Fit(X, Y, 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y), validationSteps: 2)),
            ("order of the samples", callbacks => NewModel(9).Fit(X, Y, 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y), shuffle: false)),
            ("order of the samples; there shuffled, now shuffled within", callbacks => NewModel(9).Fit(X, Y, 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y), shuffle: "batch")),
            ("validation data", callbacks => NewModel(9).Fit(X, Y, 8, Epochs, Verbosity.Silent, callbacks)),
            ("validation data", callbacks => NewModel(9).Fit(X, Y, 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y), validationFreq: 2)),
            ("training data; there 38 rows", callbacks => NewModel(9).Fit(TestData.Normal([37, 3], 1), TestData.Normal([37, 2], 2), 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y))),
            ("training data", callbacks => NewModel(9).Fit(X, TestData.Normal([38, 2], 3), 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y))),
            ("parameters", callbacks => NewModel(9, units: 7).Fit(X, Y, 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y))),
            ("architecture", callbacks => NewModel(9, dropout: 0.4f).Fit(X, Y, 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y))),
            ("0.02", callbacks => NewModel(9, learningRate: 0.02f).Fit(X, Y, 8, Epochs, Verbosity.Silent, callbacks, validationData: (X, Y))),
        ];
        foreach ((string message, Action<Callback[]> fit) in others)
        {
            var refused = Assert.Throws<ModelFileException>(() => fit([new BackupAndRestore(Backup), new EarlyStopping()]));
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
            Assert.Contains("Delete the file", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(file, File.ReadAllBytes(BackupFile));
        Assert.Contains("EarlyStopping", Assert.Throws<ModelFileException>(() => Train(NewModel(9), "1", [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoBackupsAreRefused() => Assert.Contains("2 callbacks", Assert.Throws<ArgumentException>(
        () => Train(NewModel(), "1", [new BackupAndRestore(Backup)])).Message, StringComparison.Ordinal);

    [Fact]
    public void AMetricThatCannotTellItsStateIsRefusedBetweenEpochsOnly()
    {
        var model = new Sequential(3, seed: 1).Dense(2);
        model.Compile("sgd", "mse", new Counting());
        string message = Assert.Throws<NotSupportedException>(() => Train(model, "2", [])).Message;
        Assert.Contains("Override SaveState and RestoreState. Otherwise back up at the ends of epochs only, with saveFreq", message, StringComparison.Ordinal);
        Assert.Equal(Epochs, Train(model, "epoch", []).Epochs.Count);
    }

    [Fact]
    public void UnfinishedFilesOfAKilledProcessAreDeleted()
    {
        Directory.CreateDirectory(Backup);
        File.WriteAllText(BackupFile + ".012345670123456789abcdef0123456789abcdef.tmp", "half");
        Train(NewModel(), "epoch", []);
        Assert.False(Directory.Exists(Backup));
    }

    [Fact]
    public void AFolderWithOtherFilesIsLeft()
    {
        Directory.CreateDirectory(Backup);
        File.WriteAllText(Path.Combine(Backup, "notes.txt"), "mine");
        Train(NewModel(), "epoch", []);
        Assert.Equal([Path.Combine(Backup, "notes.txt")], Directory.GetFiles(Backup));
    }

    [Fact]
    public void ATrainingThatWasStoppedAtABatchIsBroughtToItsEnd()
    {
        var stop = new HookRecorder { AtBatchEnd = run => { if (run.Epoch == 1 && run.Step == 2) run.Stop(); } };
        Sequential expected = NewModel(5);
        string[] history = [.. ResumableTraining.Describe(Train(expected, "1", [stop]))];
        var failing = new HookRecorder
        {
            AtBatchEnd = stop.AtBatchEnd,
            AtEpochEnd = run =>
            { if (run.Epoch == 1) throw new InvalidDataException(); }
        };
        Assert.Throws<InvalidDataException>(() => Train(NewModel(5), "1", [failing]));
        Sequential resumed = NewModel(6);
        Assert.Equal(history, ResumableTraining.Describe(Train(resumed, "1", [])));
        Assert.Equal(SafetensorsBytes.Saved(expected), SafetensorsBytes.Saved(resumed));
    }

    private static Sequential NewModel(int? seed = null, int units = 6, float dropout = 0.3f, float learningRate = 0.01f)
    {
        var model = new Sequential(3, seed).Dense(units, "tanh").Dropout(dropout).Dense(2);
        model.Compile(new Adam(learningRate), "mse", "mae", "r2_score", "cosine_similarity");
        return model;
    }

    private History Train(Model model, string frequency, Callback[] callbacks, CancellationToken cancellationToken = default)
    {
        SaveFrequency saveFreq = int.TryParse(frequency, out int batches) ? batches : frequency;
        return model.Fit(
            X, Y, 8, Epochs, Verbosity.Silent, [.. callbacks, new BackupAndRestore(Backup, saveFreq)], validationData: (X, Y),
                validationBatchSize: 16,
            cancellationToken: cancellationToken);
    }

    /// <summary>Creates a backup at the third batch of the second epoch.</summary>
    private byte[] Interrupt()
    {
        Assert.Throws<InvalidDataException>(() => Train(NewModel(5), "1", [new EarlyStopping(), new LambdaCallback(onBatchBegin: run =>
        {
            if (run.Epoch == 1 && run.Step == 2)
                throw new InvalidDataException();
        })]));
        return File.ReadAllBytes(BackupFile);
    }

    private void AssertRefused(Sequential model, string message)
    {
        int seed = model.Seed;
        int[] weights = Bits.Of(model);
        Assert.Contains(message, Assert.Throws<ModelFileException>(() => Train(model, "1", [new EarlyStopping()])).Message, StringComparison.Ordinal);
        Assert.Equal(seed, model.Seed);
        Assert.Equal(weights, Bits.Of(model));
    }

    /// <summary>Asserts that a model and a history are those of a training without interruption, and that the backup was deleted.</summary>
    private static void AssertIsWhole(Sequential model, int seed, History history, bool isBackupLeft)
    {
        Sequential whole = NewModel(seed);
        History expected = whole.Fit(X, Y, 8, Epochs, Verbosity.Silent, validationData: (X, Y), validationBatchSize: 16);
        Assert.Equal(ResumableTraining.Describe(expected), ResumableTraining.Describe(history));
        Assert.Equal(SafetensorsBytes.Saved(whole), SafetensorsBytes.Saved(model));
        Assert.False(isBackupLeft);
    }

    /// <summary>A metric that counts rows and cannot save its state.</summary>
    private sealed class Counting : Metric
    {
        public override MetricDirection Direction => MetricDirection.Up;

        protected internal override string DefaultName => "counting";

        protected internal override MetricAccumulator CreateAccumulator() => new Count();

        private sealed class Count : MetricAccumulator
        {
            private int rows;

            public override double Result => rows;

            public override void Update(ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength,
                ReadOnlySpan<float> sampleWeight) =>
                rows += prediction.Length / rowLength;

            public override void Reset() => rows = 0;
        }
    }
}
