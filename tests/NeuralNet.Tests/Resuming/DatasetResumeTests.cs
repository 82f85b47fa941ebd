namespace NeuralNet.Tests;

/// <summary>
/// Tests that a training on a data set that is interrupted after any batch and restarted ends with the bits of an uninterrupted one.
/// </summary>
[Trait("Category", "Slow")]
public sealed class DatasetResumeTests : IDisposable
{
    private const int Rows = 38, Batch = 8;

    private static readonly Tensor X = TestData.Normal([Rows, 3], seed: 1), Y = TestData.Normal([Rows, 2], seed: 2);

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Backup => Path.Combine(folder, "backup");

    public static TheoryData<string, string, int?> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, int?>();
            foreach (string kind in (string[])["arrays", "stream", "own", "buffer", "prefetch", "repeat", "padded", "cache"])
            {
                foreach (string frequency in (string[])["epoch", "1", "2"])
                {
                    cases.Add(kind, frequency, kind == "repeat" ? 4 : null);
                    cases.Add(kind, frequency, 3);
                }
            }

            return cases;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void ATrainingIsResumedAfterEachBatch(string kind, string frequency, int? stepsPerEpoch)
    {
        SaveFrequency saveFreq = int.TryParse(frequency, out int every) ? every : frequency;
        Sequential whole = NewModel(8);
        string[] expected = [.. ResumableTraining.Describe(Fit(whole, []))];
        for (int batch = 1; batch <= 12; batch++)
        {
            int left = batch;
            Assert.Throws<InvalidDataException>(() =>
                Fit(NewModel(8), [new BackupAndRestore(Backup, saveFreq), new LambdaCallback(onBatchEnd: _ =>
            {
                if (--left == 0)
                    throw new InvalidDataException();
            })]));
            bool isSaved = Directory.Exists(Backup) && Directory.GetFiles(Backup).Length > 0;
            Sequential resumed = NewModel(isSaved ? 9 : 8);
            Assert.Equal(expected, ResumableTraining.Describe(Fit(resumed,
                [new BackupAndRestore(Backup, saveFreq), new LambdaCallback()])));
            Assert.Equal(Bits.Of(whole), Bits.Of(resumed));
        }

        History Fit(Model model, Callback[] callbacks) => model.Fit(Data(kind), new FitOptions
        {
            Epochs = 5,
            Verbose = Verbosity.Silent,
            Callbacks = callbacks,
            StepsPerEpoch = stepsPerEpoch,
            ValidationData = Data(kind),
            ValidationSteps = 2,
        });
    }

    [Fact]
    public void ADataSetThatHasBecomeShorterIsRefused()
    {
        Assert.Throws<InvalidDataException>(() => NewModel(8).Fit(Data("stream"), new FitOptions
        {
            Callbacks = [new BackupAndRestore(Backup, 1),
                new LambdaCallback(onBatchBegin: run => { if (run.Step == 4) throw new InvalidDataException(); })],
        }));
        var shorter = Dataset.From(Samples().Take(12)).Batch(Batch);
        var error = Assert.Throws<InvalidOperationException>(() =>
            NewModel(8).Fit(shorter, new FitOptions { Callbacks = [new BackupAndRestore(Backup, 1)] }));
        Assert.Contains("batch 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 batches only", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A resumed training reads no sample of the source again, although the file was built in another run.</summary>
    [Fact]
    public void ACacheIsResumedWithoutItsSource()
    {
        bool isReadable = true;
        Sequential expected = NewModel(8), actual = NewModel(8);
        Fit(expected, new LambdaCallback());
        Assert.Throws<InvalidDataException>(() => Fit(actual, new LambdaCallback(onBatchEnd: run =>
        {
            if (run is { Epoch: 1, Step: 2 })
                throw new InvalidDataException();
        })));
        isReadable = false;
        Sequential resumed = NewModel(9);
        Fit(resumed, new LambdaCallback());
        Assert.Equal(Bits.Of(expected), Bits.Of(resumed));

        void Fit(Model model, Callback callback)
        {
            Dataset data = Dataset.From(Readable()).Cache(Path.Combine(folder, "rows.safetensors")).Shuffle().Batch(Batch);
            Callback[] callbacks = ReferenceEquals(model, expected) ? [callback] : [new BackupAndRestore(Backup, 1), callback];
            model.Fit(data, new FitOptions { Epochs = 3, Callbacks = callbacks });
        }

        IEnumerable<DatasetElement> Readable() =>
            Samples().Select(sample => isReadable ? sample : throw new IOException("the source is gone"));
    }

    [Fact]
    public void AnotherDataSetIsRefusedInWords()
    {
        Assert.Throws<InvalidDataException>(() => NewModel(8).Fit(Data("stream"), new FitOptions
        {
            Callbacks = [new BackupAndRestore(Backup, 1),
                new LambdaCallback(onBatchBegin: run => { if (run.Step == 4) throw new InvalidDataException(); })],
        }));
        var error = Assert.Throws<ModelFileException>(() => NewModel(8).Fit(Data("buffer"), new FitOptions { Callbacks = [new BackupAndRestore(Backup, 1)] }));
        Assert.Contains("training data", error.Message, StringComparison.Ordinal);
        Assert.Contains("shuffled in a buffer of 11", error.Message, StringComparison.Ordinal);
    }

    private Dataset Data(string kind) => kind switch
    {
        "arrays" => Dataset.From(X, Y).Shuffle().Batch(Batch),
        "stream" => Dataset.From(Samples()).Batch(Batch),
        "own" => new Own().Map((x, y) => (x.Clone(), y)).Batch(Batch),
        "buffer" => Dataset.From(Samples()).Shuffle(11).Batch(Batch),
        "prefetch" => new Own().Shuffle(11).Batch(Batch).Shuffle(3).Prefetch(4),
        "cache" => Dataset.From(Samples()).Cache(Path.Combine(folder, "rows.safetensors")).Shuffle().Batch(Batch).Prefetch(),
        "repeat" => Dataset.From(Samples()).Shuffle(11).Repeat().Batch(Batch).Prefetch(),
        _ => new Own().Prefetch(5).Shuffle(50).PaddedBatch(Batch),
    };

    /// <summary>Returns samples whose number is unknown before they are read.</summary>
    private static IEnumerable<DatasetElement> Samples()
    {
        for (int row = 0; row < Rows; row++)
            yield return (X.Row(row).ToArray(), Y.Row(row).ToArray());
    }

    private static Sequential NewModel(int seed)
    {
        var model = new Sequential(3, seed).Dense(6, "tanh").Dropout(0.3f).Dense(2);
        model.Compile(new Adam(0.01f), "mse", "mae", "r2_score");
        return model;
    }

    private sealed class Own : Dataset
    {
        public override long? Count => Rows;

        protected override IEnumerable<DatasetElement> Read(DatasetPass pass) => Samples();
    }
}
