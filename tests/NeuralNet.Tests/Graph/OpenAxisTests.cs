namespace NeuralNet.Tests;

/// <summary>Tests of models with open axes, whose sizes follow from each batch.</summary>
public class OpenAxisTests
{
    [Fact]
    public void PredictionsOfAnyLengthAreThoseOfAModelOfThatLength()
    {
        Sequential open = Build(new Sequential([null, 3], seed: 7));
        foreach (int steps in (int[])[1, 4, 9])
        {
            Sequential closed = Build(new Sequential([steps, 3], seed: 7));
            Tensor x = TestData.Normal([5, steps, 3], seed: steps);
            Assert.Equal(Bits.Of(closed.Predict(x)), Bits.Of(open.Predict(x)));
            Assert.Equal(Bits.Of(closed.Predict(x)), Bits.Of(open.PredictOnBatch(x)));
            float[] row = x.Row(2).ToArray(), output = new float[2];
            open.Predict(row, output);
            Close.To([.. closed.Predict(x).Row(2).ToArray().Select(value => (double)value)], output, 1e-6, "row");
        }
    }

    [Fact]
    public void TrainingOnBatchesOfDifferentLengthsIsTrainingOnEach()
    {
        // Without dropout, which draws by the number of the step.
        Sequential open = Compiled(Build(new Sequential([null, 3], seed: 7), dropout: 0));
        for (int step = 0; step < 6; step++)
        {
            int steps = 1 + step % 3 * 2;
            Tensor x = TestData.Normal([4, steps, 3], seed: step), y = TestData.Normal([4, 2], seed: 50 + step);
            Sequential closed = Compiled(Build(new Sequential([steps, 3], seed: 7), dropout: 0));
            for (int i = 0; i < open.Parameters.Count; i++)
                closed.Parameters[i].SetValue(open.Parameters[i].Value);
            Evaluation expected = closed.TrainOnBatch(x, y), actual = open.TrainOnBatch(x, y);
            Assert.Equal(expected.Loss, actual.Loss, 1e-9);
            for (int i = 0; i < open.Parameters.Count; i++)
                Assert.Equal(Bits.Of(closed.Parameters[i].Value), Bits.Of(open.Parameters[i].Value));
        }
    }

    /// <summary>A layer that states a fixed output shape for an open input is called again with the size of the batch.</summary>
    [Fact]
    public void ALayerOfFixedOutputsRefusesLengthsItCannotTake()
    {
        var open = new Input([null, 3]);
        var reshaped = new Model(open, open.Reshape([6]));
        Tensor x = TestData.Normal([2, 2, 3], seed: 1);
        Assert.Equal(x.ToArray(), reshaped.Predict(x).ToArray());
        foreach (int steps in (int[])[1, 3])
            Assert.Contains("[6]", Assert.Throws<ArgumentException>(() => reshaped.Predict(new Tensor([2, steps, 3]))).Message, StringComparison.Ordinal);
        Assert.Contains("multiple of 3", Assert.Throws<ArgumentException>(() => open.Reshape([7])).Message, StringComparison.Ordinal);

        var closed = new Input([4, 3]);
        foreach (Node sum in (Node[])[open.Add(closed), open.Multiply(closed), open.Maximum(closed)])
        {
            var model = new Model([open, closed], [sum]);
            Assert.Equal([2, 4, 3], model.Predict([new Tensor([2, 4, 3]), new Tensor([2, 4, 3])])[0].Shape);
            foreach (int steps in (int[])[2, 3, 5])
                Assert.Contains($"{steps}", Assert.Throws<ArgumentException>(() => model.Predict([new Tensor([2, steps, 3]), new Tensor([2, 4, 3])])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FitTakesArraysOfOneLengthAndAnotherFitOfAnother()
    {
        Sequential model = Compiled(Build(new Sequential([null, 3], seed: 7)));
        foreach (int steps in (int[])[2, 6])
        {
            Tensor x = TestData.Normal([20, steps, 3], seed: steps), y = TestData.Normal([20, 2], seed: 60);
            History history = model.Fit(x, y, epochs: 4, batchSize: 8, verbose: Verbosity.Silent);
            Assert.True(history["loss"][^1] < history["loss"][0]);
            Assert.Equal(20 * steps, model.Predict(TestData.Normal([20, steps, 3], seed: 1)).Rows * steps);
        }
    }

    [Fact]
    public void OutputsMayHaveTheOpenAxisToo()
    {
        var input = new Input([null, 3], seed: 3);
        var model = new Model(input, input.Dense(4, "tanh").Dense(2));
        Assert.Equal("(None, None, 2)", $"(None, {model.OutputShapes[0].ToString()[1..]}");
        model.Compile("adam", "mse", "mae");
        Tensor x = TestData.Normal([6, 5, 3], seed: 1), y = TestData.Normal([6, 5, 2], seed: 2);
        double before = model.Evaluate(x, y).Loss;
        model.Fit(x, y, epochs: 30, verbose: Verbosity.Silent);
        Assert.True(model.Evaluate(x, y).Loss < before);
        Assert.Equal(new Shape(6, 5, 2), model.Predict(x).Shape);
        Assert.Equal(new Shape(2, 8, 2), model.Predict(TestData.Normal([2, 8, 3], seed: 3)).Shape);
    }

    [Fact]
    public void AnOpenAxisIsSavedAndLoaded()
    {
        Sequential model = Build(new Sequential([null, 3], seed: 7));
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Model again = Model.Load(file);
        Assert.Equal(Shape.Open, again.InputShapes[0][0]);
        Tensor x = TestData.Normal([3, 7, 3], seed: 9);
        Assert.Equal(Bits.Of(model.Predict(x)), Bits.Of(again.Predict(x)));
    }

    [Fact]
    public void AnAxisThatALayerFixesCannotBeOpen()
    {
        Assert.Contains("'kernel'", Assert.Throws<ArgumentException>(() => new Sequential([3, null]).Dense(2)).Message, StringComparison.Ordinal);
        Assert.Contains("'alpha'", Assert.Throws<ArgumentException>(() => new Sequential([null, 3]).PReLU()).Message, StringComparison.Ordinal);
        Assert.NotNull(new Sequential([null, 3]).PReLU(sharedAxes: [1]));
    }

    [Fact]
    public void DataThatDoNotFitAreRefused()
    {
        Sequential model = Build(new Sequential([null, 3], seed: 7));
        string message = Assert.Throws<ArgumentException>(() => model.Predict(TestData.Normal([2, 5, 4], seed: 1))).Message;
        Assert.Contains("(None, None, 3)", message, StringComparison.Ordinal);
        Assert.Contains("(2, 5, 4)", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Predict(TestData.Normal([2, 3], seed: 1)));
        Assert.Throws<ArgumentException>(() => model.Predict(new float[7], new float[2]));
        Assert.Throws<ArgumentException>(() => new Tensor(new Shape([null, 3])));
        Assert.Throws<InvalidOperationException>(() => new Shape([null, 3]).Size);
    }

    [Fact]
    public void ManyThreadsPredictManyLengths()
    {
        Sequential model = Build(new Sequential([null, 3], seed: 7));
        Tensor[] x = [.. Enumerable.Range(1, 12).Select(steps => TestData.Normal([3, steps, 3], seed: steps))];
        int[][] expected = [.. x.Select(batch => Bits.Of(model.Predict(batch)))];
        Parallel.For(0, 200, i => Assert.Equal(expected[i % 12], Bits.Of(model.Predict(x[i % 12]))));
    }

    private static Sequential Build(Sequential model, float dropout = 0.2f) => model
        .Dense(6, "tanh").LayerNormalization().Dropout(dropout).Dense(5, "relu").BatchNormalization().GlobalAveragePooling1D().Dense(2);

    private static Sequential Compiled(Sequential model)
    {
        model.Compile(new SGD(0.1f), "mse");
        return model;
    }
}
