namespace NeuralNet.Tests;

/// <summary>Tests of settings at the limits of their ranges.</summary>
public class FitEdgeTests
{
    private static readonly Tensor X = TestData.Normal([10, 3], 1), Y = TestData.Normal([10, 1], 2);

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue - 8)]
    [InlineData(11)]
    public void ABatchLargerThanTheDataIsAllOfThem(int batchSize)
    {
        Sequential whole = NewModel(), larger = NewModel();
        History expected = whole.Fit(X, Y, batchSize: 10, epochs: 3), actual = larger.Fit(X, Y, batchSize, epochs: 3);
        Assert.Equal(expected["loss"], actual["loss"]);
        Assert.Equal(whole.Evaluate(X, Y, 10).Loss, larger.Evaluate(X, Y, batchSize).Loss);
    }

    [Fact]
    public void ACompileThatFailsLeavesTheModelAsItWas()
    {
        var model = new Sequential(3, seed: 1).Dense(1);
        Assert.ThrowsAny<ArgumentException>(() => model.Compile("adam", ["mse"], [float.NaN]));
        Assert.ThrowsAny<ArgumentException>(() => model.Compile("adam", "mse", (Metric)null!));
        Assert.False(model.IsCompiled);
        Sequential compiled = NewModel();
        Assert.ThrowsAny<ArgumentException>(() => compiled.Compile("adam", ["mae"], [float.NaN]));
        Assert.Equal(NewModel().Fit(X, Y)["loss"], compiled.Fit(X, Y)["loss"]);
    }

    [Fact]
    public void AnEpochThatIsStoppedBeforeItsFirstBatchIsNotReported()
    {
        History history = NewModel().Fit(X, Y, epochs: 3, callbacks: [new LambdaCallback(onEpochBegin: StopAtTheSecond)]);
        Assert.Equal([0], history.Epochs);
        Assert.Single(history["loss"]);

        static void StopAtTheSecond(TrainingRun run)
        {
            if (run.Epoch == 1)
                run.Stop();
        }
    }

    [Fact]
    public void ValidationDataMustBeThere() =>
        Assert.Throws<ArgumentNullException>(() => NewModel().Fit(X, Y, validationData: (X, null!)));

    [Fact]
    public void ClassWeightsAreForOneClassARow()
    {
        var model = new Sequential([4, 3], seed: 1).Dense(2, "softmax");
        model.Compile("sgd", "sparse_categorical_crossentropy");
        var weights = new Dictionary<int, float> { [0] = 100 };
        var exception = Assert.Throws<ArgumentException>(
            () => model.Fit(TestData.Normal([5, 4, 3], 1), new Tensor([5, 4]), classWeight: weights));
        Assert.Contains("classWeight", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sparse_categorical_accuracy")]
    [InlineData("sparse_top_k_categorical_accuracy")]
    public void ALabelBetweenTwoClassesIsNeither(string metric)
    {
        var model = new Sequential(3, seed: 1).Dense(1);
        model.Compile("sgd", "mse", metric);
        Assert.Equal(0, model.Evaluate(X, new Tensor([10, 1], [.. Enumerable.Repeat(0.7f, 10)]))[metric]);
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(3, seed: 1).Dense(4, "tanh").Dense(1);
        model.Compile("adam", "mse");
        return model;
    }
}
