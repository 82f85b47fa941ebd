namespace NeuralNet.Tests;

/// <summary>Tests of single steps.</summary>
public class BatchStepTests
{
    private static readonly Tensor X = new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
    private static readonly Tensor Y = new float[,] { { 0 }, { 1 }, { 1 }, { 0 } };

    [Fact]
    public void StepsAreThoseOfFit()
    {
        Sequential fitted = Model(), stepped = Model();
        History history = fitted.Fit(X, Y, batchSize: 2, epochs: 3, shuffle: false);
        double loss = 0;
        for (int epoch = 0; epoch < 3; epoch++)
        {
            double first = stepped.TrainOnBatch(Rows(X, 0), Rows(Y, 0)).Loss, second = stepped.TrainOnBatch(Rows(X, 2), Rows(Y, 2)).Loss;
            loss = (first + second) / 2;
        }

        Assert.Equal(history["loss"][2], loss, 1e-12);
        for (int i = 0; i < fitted.Parameters.Count; i++)
            Assert.Equal(fitted.Parameters[i].Value.ToArray(), stepped.Parameters[i].Value.ToArray());
    }

    [Fact]
    public void TestsAndPredictionsAreThoseOfEvaluateAndPredict()
    {
        Sequential model = Model();
        Tensor weights = new float[] { 1, 2, 3, 4 };
        Assert.Equal(model.Evaluate(X, Y, sampleWeight: weights).Results, model.TestOnBatch(X, Y, weights).Results);
        Assert.Equal(model.Predict(X).ToArray(), model.PredictOnBatch(X).ToArray());
        Assert.Equal(model.Predict([X])[0].ToArray(), model.PredictOnBatch([X])[0].ToArray());
        Assert.Equal(model.Evaluate(X, Y).Results, model.TestOnBatch(X, new float[] { 0, 1, 1, 0 }).Results);
    }

    /// <summary>
    /// The memory of eight shapes of batches is kept, for training and for tests each; the memory that was allocated first is replaced
    /// first.
    /// </summary>
    [Fact]
    public void MemoryIsKeptForEightKindsOfBatches()
    {
        var counter = new PlanCounter();
        Sequential model = new Sequential(2, seed: 1).Dense(2).Add(counter).Dense(1);
        model.Compile("sgd", "mse");
        for (int kind = 0; kind < 2; kind++)
        {
            for (int rows = 1; rows <= 20; rows++)
                Step(rows);
            Assert.Equal(20 * (kind + 1), counter.Made);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            Assert.Equal(8 * (kind + 1), counter.Alive);
            for (int rows = 13; rows <= 20; rows++)
                Step(rows);
            Assert.Equal(20 * (kind + 1), counter.Made);

            void Step(int rows)
            {
                if (kind == 0)
                    model.TrainOnBatch(TestData.Normal([rows, 2], 1), TestData.Normal([rows, 1], 2));
                else
                    model.TestOnBatch(TestData.Normal([rows, 2], 1), TestData.Normal([rows, 1], 2));
            }
        }

        model.TestOnBatch(TestData.Normal([1, 2], 1), TestData.Normal([1, 1], 2));
        Assert.Equal(41, counter.Made);
    }

    /// <summary>A layer y = x that counts the plans for which it was prepared.</summary>
    private sealed class PlanCounter : Layer
    {
        private readonly List<WeakReference> plans = [];

        public int Made => plans.Count;

        public int Alive => plans.Count(plan => plan.IsAlive);

        protected internal override object Prepare(PassShapes shapes)
        {
            var prepared = new object();
            plans.Add(new WeakReference(prepared));
            return prepared;
        }

        protected internal override void Forward(Frame frame) => frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());

        protected internal override void Backward(Frame frame) => frame.OutputGradient.AsSpan().CopyTo(frame.InputGradient!.AsSpan());
    }

    [Fact]
    public void FreezingBetweenStepsTakesEffect()
    {
        Sequential model = Model();
        model.TrainOnBatch(X, Y);
        float[] kernel = model.Parameters[0].Value.ToArray();
        model.Freeze(model.Layers[0].Name);
        model.TrainOnBatch(X, Y);
        Assert.Equal(kernel, model.Parameters[0].Value.ToArray());
        model.Fit(X, Y);
        model.Unfreeze();
        model.TrainOnBatch(X, Y);
        Assert.NotEqual(kernel, model.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void BadBatchesAreRefusedAsInFit()
    {
        Sequential model = Model();
        model.TrainOnBatch(X, Y);
        float[] kernel = model.Parameters[0].Value.ToArray();
        Assert.Throws<ArgumentException>(() => model.TrainOnBatch(new float[,] { { 0, float.NaN } }, new float[,] { { 0 } }));
        Tensor bad = X.Clone();
        bad[2, 1] = float.PositiveInfinity;
        Assert.Contains("row 2", Assert.Throws<ArgumentException>(() => model.TrainOnBatch(bad, Y)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.TrainOnBatch(X, new float[,] { { 0 } }));
        Assert.Throws<ArgumentException>(() => model.TrainOnBatch(X, new float[,] { { 0 }, { 7 }, { 1 }, { 0 } }));
        Assert.Throws<ArgumentException>(() => model.TrainOnBatch(X, Y, new float[] { 1, 1, 1, float.NaN }));
        Assert.Throws<ArgumentNullException>(() => model.TrainOnBatch(X, null!));
        Assert.Throws<ArgumentException>(() => model.PredictOnBatch(new float[,] { { 0, 1, 2 } }));
        Assert.Throws<InvalidOperationException>(() => new Sequential(2).Dense(1).TrainOnBatch(X, Y));
        Assert.Equal(kernel, model.Parameters[0].Value.ToArray());
    }

    [Fact]
    public void ASteadyStateTakesMemoryForTheFiguresOnly()
    {
        Sequential model = Model();
        long results = Measure(() => model.TrainOnBatch(X, Y)) + Measure(() => model.TestOnBatch(X, Y)) + Measure(() =>
            model.PredictOnBatch(X));
        Assert.True(results < 3 * 600, $"{results} bytes");

        static long Measure(Action step)
        {
            for (int i = 0; i < 50; i++)
                step();
            long before = GC.GetAllocatedBytesForCurrentThread();
            step();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static Sequential Model()
    {
        var model = new Sequential(2, seed: 3).Dense(4, "tanh").BatchNormalization().Dropout(0.2f).Dense(1, "sigmoid");
        model.Compile("adam", "binary_crossentropy", "accuracy");
        return model;
    }

    private static Tensor Rows(Tensor tensor, int start) =>
        new([2, tensor.Shape[1]], tensor.AsSpan().Slice(start * tensor.Shape[1], 2 * tensor.Shape[1]));
}
