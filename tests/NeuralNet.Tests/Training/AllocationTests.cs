namespace NeuralNet.Tests;

/// <summary>Tests that a training step allocates no memory after the first batch of each size.</summary>
[Collection(ProcessWide.Name)]
public class AllocationTests
{
    private const int Rows = 21 * 16 + 5;
    private const int Inputs = 6;

    public static TheoryData<int> Optimizers => [.. Enumerable.Range(0, OptimizerExamples.All.Length)];

    public static TheoryData<int> Losses => [.. Enumerable.Range(0, LossExamples.All.Length)];

    public static TheoryData<int> Metrics => [.. Enumerable.Range(0, MetricExamples.All.Length)];

    public static TheoryData<string> Layers =>
        [.. LayerExamples.All.Where(example => example.Inputs(1, 0).Length == 1).Select(example => example.Name)];

    [Fact]
    public void StepsOfAUsualModelTakeNoMemory()
    {
        var model = new Sequential(Inputs, seed: 1).Dense(20, "relu", kernelRegularizer: "l2").Dropout(0.3f).Dense(12, "tanh").Dense(3,
            "softmax");
        model.Compile(new Adam { ClipNorm = 1, WeightDecay = 0.01f }, "sparse_categorical_crossentropy", "accuracy",
            "sparse_categorical_accuracy");
        AssertNoMemory(model, TestData.Normal([Rows, Inputs], 1), TestData.Integers(Rows, 2, 3));
    }

    [Fact]
    public void StepsOnSeveralThreadsTakeNoMemory()
    {
        using var threads = new ProcessWide.Threads(2);
        var model = new Sequential(256, seed: 1).Dense(512, "relu").Dense(256, "relu").Dense(10, "softmax");
        model.Compile(new SGD(0.01f, momentum: 0.9f), "categorical_crossentropy", "accuracy");
        AssertNoMemory(model, TestData.Normal([600, 256], 1), TestData.OneHot(600, 10, 2), batchSize: 128, allThreads: true);
    }

    [Fact]
    public void StepsOfABranchingGraphTakeNoMemory()
    {
        var input = new Input(Inputs, seed: 1);
        var shared = new Dense(8, "tanh");
        Node left = input.Add(shared), right = input.Dense(Inputs).Add(shared);
        var model = new Model(input, left.Concatenate(right).Dense(16).Add(left.Merge(new Concatenate(), right)).Dense(1));
        model.Compile("sgd", "mse", "mae");
        AssertNoMemory(model, TestData.Normal([Rows, Inputs], 1), TestData.Normal([Rows, 1], 2));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void StepsOfEveryOptimizerTakeNoMemory(int index)
    {
        var model = new Sequential(Inputs, seed: 1).Dense(9, "tanh").Dense(1);
        model.Compile(OptimizerExamples.All[index], "mse");
        AssertNoMemory(model, TestData.Normal([Rows, Inputs], 1), TestData.Normal([Rows, 1], 2));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void StepsOfEveryLossTakeNoMemory(int index)
    {
        LossExample example = LossExamples.All[index];
        var model = new Sequential(Inputs, seed: 1).Dense(4, example.Predictions == Values.Real ? Activation.Linear : Activation.Sigmoid);
        model.Compile(new SGD(1e-4f), example.Loss);
        float[] targets = example.Targets.Draw(Rows, 4, seed: 2);
        AssertNoMemory(model, TestData.Normal([Rows, Inputs], 1), new Tensor([Rows, targets.Length / Rows], targets));
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public void StepsWithEveryMetricTakeNoMemory(int index)
    {
        MetricExample example = MetricExamples.All[index];
        var model = new Sequential(Inputs, seed: 1).Dense(example.RowLength, Activation.Sigmoid);
        model.Compile(new SGD(1e-4f), example.Targets == Values.ClassNumbers ? "sparse_categorical_crossentropy" : "mse", example.Metric);
        float[] targets = example.Targets.Draw(Rows, example.RowLength, seed: 2);
        AssertNoMemory(model, TestData.Normal([Rows, Inputs], 1), new Tensor([Rows, targets.Length / Rows], targets));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void StepsOfEveryLayerTakeNoMemory(string name)
    {
        LayerExample example = LayerExamples.All.First(layer => layer.Name == name);
        Tensor x = example.Inputs(Rows, seed: 1)[0];
        var input = new Input(x.Shape.WithoutBatch(), seed: 1);
        Node output = input.Add(example.Make());
        var model = new Model(input, (output.HasMask ? output.GlobalAveragePooling1D() : output.Flatten()).Dense(1));
        model.Compile(new SGD(1e-4f), "mse");
        AssertNoMemory(model, x, TestData.Normal([Rows, 1], 2));
    }

    [Fact]
    public void PredictingARowTakesNoMemory()
    {
        var model = new Sequential(Inputs, seed: 1).Dense(8, "relu").Dropout(0.5f).Dense(3, "softmax");
        float[] row = TestData.Normal(Inputs, 1).ToArray(), output = new float[3];
        model.Predict(row, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            model.Predict(row, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void AssertNoMemory(Model model, Tensor x, Tensor y, int batchSize = 16, bool allThreads = false)
    {
        var meter = new MemoryMeter(allThreads);
        model.Fit(
            x, y, batchSize, epochs: allThreads ? 8 : 2, Verbosity.Silent, callbacks: [meter], validationData: (x, y),
            sampleWeight: TestData.Uniform(x.Shape[0], 3));
        Assert.Equal(0, meter.TrainingBytes);
        Assert.Equal(0, meter.ValidationBytes);
    }

    /// <summary>
    /// Measures the memory that was allocated from the end of the first batch to the end of the last one, as the minimum over the epochs
    /// after the first: a thread of the pool allocates its buffers with its first part of the work, at any time.
    /// </summary>
    private sealed class MemoryMeter(bool allThreads) : Callback
    {
        private long atFirst, latest;

        public long TrainingBytes { get; private set; } = long.MaxValue;

        public long ValidationBytes { get; private set; } = long.MaxValue;

        protected internal override void OnEpochBegin(TrainingRun run) => atFirst = -1;

        protected internal override void OnBatchEnd(TrainingRun run) => Read();

        protected internal override void OnTestBegin(TrainingRun run)
        {
            if (run.Epoch > 0)
                TrainingBytes = Math.Min(TrainingBytes, latest - atFirst);
            atFirst = -1;
        }

        protected internal override void OnTestBatchEnd(TrainingRun run) => Read();

        protected internal override void OnTestEnd(TrainingRun run)
        {
            if (run.Epoch > 0)
                ValidationBytes = Math.Min(ValidationBytes, latest - atFirst);
        }

        private void Read()
        {
            latest = allThreads ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();
            if (atFirst < 0)
                atFirst = latest;
        }
    }
}
