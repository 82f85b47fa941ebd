namespace NeuralNet.Tests;

/// <summary>
/// Tests that the message about an invalid data set describes the error, its location and the remedy, and that the previous steps remain in
/// the model.
/// </summary>
public class BadDatasetTests
{
    [Theory]
    [InlineData(4, 2)]
    [InlineData(2, 4)]
    public void ABatchOfAnotherWidthIsNamed(int width, int good)
    {
        Sequential model = NewModel(), expected = NewModel();
        var data = Dataset.From(Enumerable.Range(0, 9).Select(i => Batch(i < good ? 3 : width)), isBatched: true);
        var error = Assert.Throws<ArgumentException>(() => model.Fit(data));
        AssertSays(error, $"Batch {good + 1} of the training data", "The input '", "(None, 3)", $"(2, {width})");
        Assert.Equal("data", error.ParamName);
        expected.Fit(data.Take(good));
        Assert.Equal(Bits.Of(expected), Bits.Of(model));
    }

    [Fact]
    public void ASampleOfAnotherWidthIsNamed()
    {
        var data = Dataset.From(Enumerable.Range(0, 9).Select(i => Sample(i < 7 ? 3 : 4)));
        var error = Assert.Throws<InvalidOperationException>(() => NewModel().Fit(data, new FitOptions { BatchSize = 4 }));
        AssertSays(error, "Batch 2 of the training data", "Sample 3", "input 0", "(3,)", "(4,)");
        AssertSays(Assert.Throws<InvalidOperationException>(() => NewModel().Predict(data, batchSize: 4)), "Batch 2 of the data", "(4,)");
        AssertSays(Assert.Throws<ArgumentException>(() => NewModel().Evaluate(Dataset.From([Sample(4)]))), "Batch 1 of the data", "(None, 3)", "(1, 4)");
        AssertSays(Assert.Throws<ArgumentException>(() => NewModel().Predict(Dataset.From([Sample(4)]))), "Batch 1 of the data", "(None, 3)", "(1, 4)");
    }

    [Fact]
    public void NothingIsRefused()
    {
        var nothing = Dataset.From(Enumerable.Empty<DatasetElement>());
        byte[] before = SafetensorsBytes.Saved(NewModel());
        Sequential model = NewModel();
        Assert.Equal("data", Assert.Throws<ArgumentException>(() => model.Fit(nothing)).ParamName);
        Assert.Equal("validationData", Assert.Throws<ArgumentException>(() => model.Fit(Good(5), new FitOptions { ValidationData = nothing })).ParamName);
        AssertSays(Assert.Throws<ArgumentException>(() => model.Evaluate(nothing)), "came to nothing");
        AssertSays(Assert.Throws<ArgumentException>(() => model.Predict(nothing)), "came to nothing");
        AssertSays(Assert.Throws<ArgumentException>(() => model.Fit(nothing.Repeat(), new FitOptions { StepsPerEpoch = 3 })), "came to nothing");
        AssertSays(Assert.Throws<ArgumentException>(() => model.Fit(Dataset.From(new Tensor([3, 3]), new Tensor([3, 1])).Batch(4, dropRemainder: true))), "no whole batch of 4");
        AssertSays(Assert.Throws<ArgumentException>(() => model.Fit(Dataset.From(new Tensor([3, 3]), new Tensor([3, 1])).Skip(3))), "no rows");
        Assert.Equal(before, SafetensorsBytes.Saved(model));
        model.Fit(Good(5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnExceptionInTheMiddleKeepsTheStepsBeforeIt(bool isPrefetched)
    {
        Sequential model = NewModel(), expected = NewModel();
        Dataset data = Dataset.From(Failing()).Batch(2);
        var error = Assert.Throws<InvalidOperationException>(() => model.Fit(isPrefetched ? data.Prefetch(3) : data));
        AssertSays(error, "Batch 3 of the training data", "the disk is gone");
        Assert.IsType<IOException>(error.InnerException);
        expected.Fit(Good(4).Batch(2));
        Assert.Equal(Bits.Of(expected), Bits.Of(model));
        model.Fit(Good(4));

        static IEnumerable<DatasetElement> Failing()
        {
            for (int i = 0; i < 5; i++)
                yield return Sample(3, i);
            throw new IOException("the disk is gone");
        }
    }

    [Fact]
    public void ARowThatIsNotFiniteIsNamed()
    {
        var data = Dataset.From(Enumerable.Range(0, 9).Select(i => Sample(3, i == 6 ? float.NaN : i)));
        AssertSays(Assert.Throws<ArgumentException>(() => NewModel().Fit(data, new FitOptions { BatchSize = 4 })), "Batch 2 of the training data", "x contains NaN in row 2", "checkFinite");
        AssertSays(Assert.Throws<ArgumentException>(() => NewModel().Fit(Good(3), new FitOptions { ValidationData = data, ValidationBatchSize = 4 })), "Batch 2 of the validation data", "row 2");
        AssertSays(Assert.Throws<ArgumentException>(() => NewModel().Evaluate(data)), "Batch 1 of the data", "row 6");
        Assert.Throws<TrainingDivergedException>(() => NewModel().Fit(data, new FitOptions { CheckFinite = false }));
        var targets = Dataset.From(Enumerable.Range(0, 3).Select(i =>
            ((Tensor)new float[3], (Tensor)new float[] { i == 2 ? float.PositiveInfinity : 0 })));
        AssertSays(Assert.Throws<ArgumentException>(() => NewModel().Fit(targets, new FitOptions { BatchSize = 1 })), "Batch 3", "y contains Infinity in row 0");
    }

    [Fact]
    public void ValuesThatMeanNothingToALossOrALayerAreNamed()
    {
        var classifier = new Sequential(3, seed: 1).Dense(2, "softmax");
        classifier.Compile("sgd", "sparse_categorical_crossentropy");
        var labels = Dataset.From(Enumerable.Range(0, 6).Select(i => ((Tensor)new float[3], (Tensor)new float[] { i == 5 ? 2 : 1 })));
        AssertSays(Assert.Throws<ArgumentException>(() => classifier.Fit(labels, new FitOptions { BatchSize = 2 })), "Batch 3", "2");
        var embedder = new Sequential(2, seed: 1).Embedding(5, 3).Flatten().Dense(1);
        embedder.Compile("sgd", "mse");
        var tokens = Dataset.From(Enumerable.Range(0, 6).Select(i => ((Tensor)new float[] { i, 0 }, (Tensor)new float[] { 1 })));
        AssertSays(Assert.Throws<ArgumentException>(() => embedder.Fit(tokens, new FitOptions { BatchSize = 2 })), "Batch 3", "5");
    }

    [Fact]
    public void EndlessDataAreRefusedImmediately()
    {
        Sequential model = NewModel();
        Dataset endless = Good(3).Repeat();
        Assert.Equal("stepsPerEpoch", Assert.Throws<ArgumentException>(() => model.Fit(endless)).ParamName);
        Assert.Equal("validationSteps", Assert.Throws<ArgumentException>(() => model.Fit(Good(3), new FitOptions { ValidationData = endless })).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentException>(() => model.Evaluate(endless)).ParamName);
        Assert.Equal("steps", Assert.Throws<ArgumentException>(() => model.Predict(endless)).ParamName);
    }

    /// <summary>A million batches are read in a few seconds.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void DataThatNeverEndAreStopped()
    {
        var model = new Sequential(1, seed: 1).Dense(1, useBias: false);
        model.Compile(new SGD(0), "mse");
        var error = Assert.Throws<InvalidOperationException>(() =>
            model.Fit(Dataset.From(Endless(), isBatched: true), new FitOptions { Verbose = Verbosity.Silent }));
        AssertSays(error, "1000000 batches", "stepsPerEpoch");

        static IEnumerable<DatasetElement> Endless()
        {
            var batch = new DatasetElement(new Tensor([1, 1]), new Tensor([1, 1]));
            while (true)
                yield return batch;
        }
    }

    [Fact]
    public void ASingleUseEnumerableIsReportedInTheSecondEpoch()
    {
        Sequential model = NewModel(), expected = NewModel();
        Dataset once = Dataset.From(new Once(Enumerable.Range(0, 6).Select(i => Sample(3, i)).ToArray()));
        AssertSays(Assert.Throws<InvalidOperationException>(() => model.Fit(once, new FitOptions { Epochs = 2 })), "came to nothing", "only once", "yield return");
        expected.Fit(Good(6));
        Assert.Equal(Bits.Of(expected), Bits.Of(model));
        model.Fit(Dataset.From(new Once([Sample(3)])));
        Dataset validation = Dataset.From(new Once([Sample(3)]));
        AssertSays(Assert.Throws<InvalidOperationException>(() => model.Fit(Good(3), new FitOptions { Epochs = 2, ValidationData = validation })), "validation data", "only once");
    }

    [Fact]
    public void NullsAndWrongNumbersOfTensorsAreNamed()
    {
        Sequential model = NewModel();
        AssertSays(Assert.Throws<InvalidOperationException>(() => model.Fit(Dataset.From([Sample(3), default]))), "Batch 1", "Element 1", "no input");
        AssertSays(Assert.Throws<InvalidOperationException>(() => model.Fit(Dataset.From([(null!, new float[1])]))), "Batch 1", "x");
        AssertSays(Assert.Throws<InvalidOperationException>(() => model.Fit(Dataset.From([(new float[3], null!)]))), "Batch 1", "target");
        AssertSays(Assert.Throws<InvalidOperationException>(() => model.Fit(new NullRows())), "Read of the data set NullRows returned null");
        AssertSays(Assert.Throws<ArgumentException>(() => model.Fit(Dataset.From([new DatasetElement([new float[3], new float[3]], [new float[1]])]))), "Batch 1", "1 input", "2 tensors");
        AssertSays(Assert.Throws<ArgumentException>(() => model.Fit(Dataset.From([new DatasetElement(new float[3])]))), "Batch 1", "1 output", "0 tensors");
        AssertSays(Assert.Throws<ArgumentException>(() => model.Fit(Dataset.From(new Tensor([3, 3])))), "1 output", "0 tensors");
        AssertSays(Assert.Throws<InvalidOperationException>(() => model.Fit(Dataset.From([new DatasetElement(new float[3], new float[1], new float[1]), Sample(3)]))), "Sample 1", "sample weight");
        Assert.Equal("data", Assert.Throws<ArgumentNullException>(() => model.Fit((Dataset)null!)).ParamName);
    }

    [Fact]
    public void SettingsThatContradictTheDataAreRefused()
    {
        Sequential model = NewModel();
        Dataset batches = Good(6).Batch(2);
        Assert.Equal("batchSize", Assert.Throws<ArgumentException>(() => model.Fit(batches, new FitOptions { BatchSize = 3 })).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentException>(() => model.Fit(Dataset.From(new Tensor([3, 3]), new Tensor([3, 1])).Batch(2), new FitOptions { BatchSize = 3 })).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentException>(() => model.Evaluate(batches, batchSize: 3)).ParamName);
        Assert.Equal("batchSize", Assert.Throws<ArgumentException>(() => model.Predict(batches, batchSize: 3)).ParamName);
        Assert.Equal("validationBatchSize", Assert.Throws<ArgumentException>(() => model.Fit(Good(3), new FitOptions { ValidationData = batches, ValidationBatchSize = 3 })).ParamName);
        model.Fit(Good(3), new FitOptions { ValidationData = batches, BatchSize = 3 });
        Assert.Equal("validationSplit", Assert.Throws<ArgumentException>(() => model.Fit(Good(6), new FitOptions { ValidationSplit = 0.5 })).ParamName);
        var weighted = Dataset.From([new DatasetElement(new float[3], new float[1], new float[1])]);
        AssertSays(Assert.Throws<ArgumentException>(() => model.Fit(weighted, new FitOptions { ClassWeight = new Dictionary<int, float> { [0] = 1 } })), "classWeight", "sample weights");
        AssertSays(Assert.Throws<ArgumentException>(() => model.Predict(Dataset.From(new Tensor([3, 3]), new Tensor([3, 1])).Take(0))), "came to nothing");
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(3, seed: 2).Dense(1);
        model.Compile("adam", "mse");
        return model;
    }

    private static Dataset Good(int count) => Dataset.From(Enumerable.Range(0, count).Select(i => Sample(3, i)).Where(_ => true));

    private static DatasetElement Sample(int width, float value = 1)
    {
        var x = new Tensor(width);
        x[0] = value;
        return new DatasetElement(x, new float[] { 1 });
    }

    private static DatasetElement Batch(int width) => new(TestData.Normal([2, width], width), new Tensor([2, 1]));

    private static void AssertSays(Exception error, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));

    /// <summary>An enumerable that always returns the same enumerator, like an iterator over a connection.</summary>
    private sealed class Once(DatasetElement[] elements) : IEnumerable<DatasetElement>
    {
        private readonly IEnumerator<DatasetElement> enumerator = ((IEnumerable<DatasetElement>)elements).GetEnumerator();

        public IEnumerator<DatasetElement> GetEnumerator() => enumerator;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => enumerator;
    }

    private sealed class NullRows : Dataset
    {
        protected override IEnumerable<DatasetElement> Read(DatasetPass pass) => null!;
    }
}
