namespace NeuralNet.Tests;

/// <summary>
/// Tests that a step on a data set allocates no memory other than that of the data set, which here returns the same tensors again.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class DatasetAllocationTests : IDisposable
{
    private const int Batches = 40, BatchSize = 16;

    public static TheoryData<string> Kinds => ["batches", "samples", "own", "shuffled", "prefetched", "rows", "cache", "lengths", "weights"];

    private readonly string folder = Directory.CreateTempSubdirectory("neuralnet").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StepsTakeNoMemory(string kind)
    {
        var meter = new MemoryMeter(allThreads: kind is "prefetched" or "rows" or "cache");
        NewModel().Fit(Data(kind), new FitOptions
        {
            BatchSize = kind == "own" ? BatchSize : null,
            Epochs = 8,
            Verbose = Verbosity.Silent,
            Callbacks = [meter],
            ValidationData = Data(kind),
        });
        Assert.Equal(0, meter.TrainingBytes);
        Assert.Equal(0, meter.ValidationBytes);
    }

    [Fact]
    public void ClassWeightsTakeNoMemory()
    {
        var meter = new MemoryMeter(allThreads: false);
        NewModel().Fit(Data("batches"), new FitOptions
        {
            Epochs = 8,
            Verbose = Verbosity.Silent,
            Callbacks = [meter],
            ValidationData = Data("batches"),
            ClassWeight = new Dictionary<int, float> { [1] = 2 },
        });
        Assert.Equal(0, meter.TrainingBytes);
    }

    private Dataset Data(string kind) => kind switch
    {
        "batches" => new Again([Batch(6)], Batches, isBatched: true),
        "samples" => new Again([Sample(), Sample()], Batches * BatchSize, isBatched: false).Batch(BatchSize),
        "own" => new Again([Sample()], Batches * BatchSize, isBatched: false),
        "shuffled" => new Again([Sample(), Sample()], Batches * BatchSize, isBatched: false).Shuffle(50).Batch(BatchSize).Shuffle(5),
        "prefetched" => new Again([Sample(), Sample()], Batches * BatchSize, isBatched: false).Shuffle(50).Batch(BatchSize).Prefetch(3),
        "rows" => Dataset.From(TestData.Normal([Batches * BatchSize, 6, 2], 1), TestData.Integers([Batches * BatchSize, 1], 2, 3)).Shuffle().Batch(BatchSize).Prefetch(2),
        "cache" => new Again([Sample(), Sample()], Batches * BatchSize, isBatched: false).Cache(Path.Combine(folder, "cache")).Shuffle().Batch(BatchSize).Prefetch(2),
        "lengths" => new Again([Batch(6), Batch(3), Batch(9)], Batches, isBatched: true),
        _ => new Again([new DatasetElement(Batch(6).Inputs[0], Batch(6).Targets[0], TestData.Uniform(BatchSize, 3))], Batches,
            isBatched: true),
    };

    private static DatasetElement Sample() => (TestData.Normal([6, 2], 1), new float[] { 1 });

    private static DatasetElement Batch(int length) =>
        (TestData.Normal([BatchSize, length, 2], 1), TestData.Integers([BatchSize, 1], 2, 3));

    private static Sequential NewModel()
    {
        var model = new Sequential([null, 2], seed: 1).Dense(8, "relu").GlobalAveragePooling1D().Dense(3, "softmax");
        model.Compile("adam", "sparse_categorical_crossentropy", "accuracy");
        return model;
    }

    /// <summary>A data set that returns the same elements in turn, from an enumerator that allocates no memory.</summary>
    private sealed class Again(DatasetElement[] elements, int count, bool isBatched) : Dataset
    {
        public override bool IsBatched => isBatched;

        protected override IEnumerable<DatasetElement> Read(DatasetPass pass)
        {
            for (int i = 0; i < count; i++)
                yield return elements[i % elements.Length];
        }
    }

    /// <summary>
    /// Measures the memory that was allocated between the tenth batch and the last but one, as the minimum over the epochs: the first
    /// batches fill the buffers of a reader. If a thread prefetches, all threads count.
    /// </summary>
    private sealed class MemoryMeter(bool allThreads) : Callback
    {
        private long atFirst;
        private int testBatch;

        public long TrainingBytes { get; private set; } = long.MaxValue;

        public long ValidationBytes { get; private set; } = long.MaxValue;

        protected internal override void OnBatchEnd(TrainingRun run)
        {
            if (run.Step == 10)
                atFirst = Bytes();
            else if (run.Step == Batches - 2 && run.Epoch > 0)
                TrainingBytes = Math.Min(TrainingBytes, Bytes() - atFirst);
        }

        protected internal override void OnTestBegin(TrainingRun run) => testBatch = 0;

        protected internal override void OnTestBatchEnd(TrainingRun run)
        {
            if (++testBatch == 10)
                atFirst = Bytes();
            else if (testBatch == Batches - 2 && run.Epoch > 0)
                ValidationBytes = Math.Min(ValidationBytes, Bytes() - atFirst);
        }

        private long Bytes() => allThreads ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();
    }
}
