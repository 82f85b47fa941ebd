namespace NeuralNet.Tests;

public class SplitTests
{
    /// <summary>scikit-learn: ceil(testFraction · rows) rows for the test, all others for training, each row once.</summary>
    [Theory]
    [InlineData(10, 0.25, 3)]
    [InlineData(150, 0.2, 30)]
    [InlineData(7, 0.5, 4)]
    [InlineData(2, 0.01, 1)]
    [InlineData(100, 0.99, 99)]
    public void EachRowIsInOnePart(int rows, double fraction, int testRows)
    {
        (int[] train, int[] test) = Split.TrainTest(rows, fraction, seed: 3);
        Assert.Equal(testRows, test.Length);
        Assert.Equal(Enumerable.Range(0, rows), train.Concat(test).Order());
    }

    [Fact]
    public void InputsAndTargetsStayTogether()
    {
        Tensor x = new Tensor([20, 2], [.. Enumerable.Range(0, 40).Select(value => (float)value)]);
        Tensor y = Enumerable.Range(0, 20).ToArray();
        var (train, test) = Split.TrainTest(x, y, testFraction: 0.3, seed: 1);
        Assert.Equal([14, 2], train.X.Shape);
        Assert.Equal([6, 2], test.X.Shape);
        Assert.Equal([6], test.Y.Shape);
        foreach ((Tensor partX, Tensor partY) in new[] { train, test })
        {
            for (int row = 0; row < partY.Length; row++)
                Assert.Equal([2 * partY[row], 2 * partY[row] + 1], partX.Row(row).ToArray());
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(row => (float)row), train.Y.ToArray().Concat(test.Y.ToArray()).Order());
        test.X[0, 0] = -1;
        Assert.DoesNotContain(-1f, x.ToArray());
    }

    [Fact]
    public void SeedDeterminesTheOrderAndTheDefaultIsAQuarter()
    {
        (int[] train, int[] test) = Split.TrainTest(100, seed: 5);
        (int[] again, int[] testAgain) = Split.TrainTest(100, seed: 5);
        Assert.Equal(25, test.Length);
        Assert.Equal(train, again);
        Assert.Equal(test, testAgain);
        Assert.NotEqual(test, Split.TrainTest(100, seed: 6).Test);
        Assert.NotEqual(Split.TrainTest(1000).Test, Split.TrainTest(1000).Test);
        Assert.NotEqual(train.Order(), train);
    }

    /// <summary>Each row is in the test part as often as any other, within five standard deviations.</summary>
    [Fact]
    public void RowsAreDrawnAlike()
    {
        const int Seeds = 4000;
        var counts = new int[10];
        for (int seed = 0; seed < Seeds; seed++)
        {
            foreach (int row in Split.TrainTest(10, 0.3, seed).Test)
                counts[row]++;
        }

        double deviation = Math.Sqrt(Seeds * 0.3 * 0.7);
        Assert.All(counts, count => Assert.InRange(count, Seeds * 0.3 - 5 * deviation, Seeds * 0.3 + 5 * deviation));
    }

    [Fact]
    public void WithoutShufflingTheLastRowsAreTheTest()
    {
        (int[] train, int[] test) = Split.TrainTest(5, 0.4, shuffle: false);
        Assert.Equal([0, 1, 2], train);
        Assert.Equal([3, 4], test);
    }

    /// <summary>Each part has the exact number of rows of each label, size · rows of the part / rows, rounded up or down.</summary>
    [Fact]
    public void StratifyingKeepsProportions()
    {
        int[] labels = [.. Enumerable.Range(0, 97).Select(row => row % 10 == 0 ? 2 : row % 3 == 0 ? 1 : 0)];
        for (int seed = 0; seed < 50; seed++)
        {
            (int[] train, int[] test) = Split.TrainTest(97, 0.3, seed, stratify: labels);
            Assert.Equal(30, test.Length);
            Assert.Equal(Enumerable.Range(0, 97), train.Concat(test).Order());
            for (int label = 0; label < 3; label++)
            {
                int size = labels.Count(other => other == label);
                CheckShare(train.Count(row => labels[row] == label), size * train.Length / 97.0);
                CheckShare(test.Count(row => labels[row] == label), size * test.Length / 97.0);
            }
        }

        static void CheckShare(int count, double exact) => Assert.InRange(count, (int)Math.Floor(exact), (int)Math.Ceiling(exact));
    }

    [Fact]
    public void StratifiedRowsAreShuffledAcrossLabels()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => row / 20)];
        (int[] train, int[] test) = Split.TrainTest(60, 0.5, seed: 1, stratify: labels);
        Assert.Equal([10, 10, 10], Enumerable.Range(0, 3).Select(label => test.Count(row => labels[row] == label)));
        Assert.NotEqual(train.Select(row => labels[row]).Order(), train.Select(row => labels[row]));
        Assert.NotEqual(test.Select(row => labels[row]).Order(), test.Select(row => labels[row]));
    }

    [Fact]
    public void OneHotRowsAreLabelsToo()
    {
        int[] classes = [.. Enumerable.Range(0, 40).Select(row => row % 4)];
        var oneHot = new Tensor([40, 4]);
        for (int row = 0; row < 40; row++)
            oneHot[row, 3 - classes[row]] = 1;
        var (train, test) = Split.TrainTest(oneHot, oneHot, 0.5, seed: 1, stratify: oneHot);
        foreach (Tensor part in new[] { train.Y, test.Y })
            Assert.Equal([5, 5, 5, 5], Enumerable.Range(0, 4).Select(label => part.ArgMax().Count(other => other == label)));
        Tensor numbers = classes;
        Assert.Equal(
            Split.TrainTest(40, 0.5, seed: 1, stratify: numbers).Test, Split.TrainTest(40, 0.5, seed: 1, stratify: oneHot).Test);
    }

    [Fact]
    public void PartsServeFit()
    {
        Tensor x = TestData.Normal([40, 3], 1), y = TestData.Integers([40], 2, 2);
        var (train, test) = Split.TrainTest(x, y, seed: 1, stratify: y);
        var model = new Sequential(3, seed: 1).Dense(2, "softmax");
        model.Compile("sgd", "sparse_categorical_crossentropy");
        History history = model.Fit(train.X, train.Y, epochs: 1, validationData: test, verbose: Verbosity.Silent);
        Assert.Single(history["val_loss"]);
    }

    [Fact]
    public void IndivisibleRowsAreRefused()
    {
        Tensor x = new Tensor([6, 2]), y = new int[] { 0, 0, 0, 1, 1, 1 };
        Says<ArgumentOutOfRangeException>(() => Split.TrainTest(x, y, 0), "testFraction");
        Says<ArgumentOutOfRangeException>(() => Split.TrainTest(x, y, 1), "testFraction");
        Says<ArgumentOutOfRangeException>(() => Split.TrainTest(x, y, double.NaN), "testFraction");
        Says<ArgumentException>(() => Split.TrainTest(6, 0.9), "6 rows leaves 0 for training and 6 for the test");
        Says<ArgumentException>(() => Split.TrainTest(1), "1 row leaves 0 for training");
        Says<ArgumentException>(() => Split.TrainTest(0), "0 rows");
        Says<ArgumentOutOfRangeException>(() => Split.TrainTest(-1), "rows");
        Says<ArgumentException>(() => Split.TrainTest(x, new Tensor(5)), "'y' has 5 rows for 6 rows of data");
        Says<ArgumentException>(() => Split.TrainTest(x, y, stratify: new Tensor(7)), "'stratify' has 7 rows");
        Says<ArgumentException>(() => Split.TrainTest(new Tensor([]), y), "'x' is a scalar");
        Says<ArgumentException>(() => Split.TrainTest(x, y, shuffle: false, stratify: y), "without shuffling");
        Tensor single = new float[] { 0, 0, 0, 0, 0, 1.5f };
        Says<ArgumentException>(() => Split.TrainTest(x, y, 0.5, stratify: single), "The label [1.5] has one row, row 5");
        Says<ArgumentException>(() => Split.TrainTest(x, y, 0.1, stratify: y), "2 labels", "training part has 5 rows and the test part 1");
        Assert.Throws<ArgumentNullException>(() => Split.TrainTest(null!, y));
        Assert.Throws<ArgumentNullException>(() => Split.TrainTest(x, null!));
    }

    private static void Says<TException>(Func<object?> action, params string[] parts)
        where TException : Exception
    {
        TException exception = Assert.Throws<TException>(action);
        Assert.All(parts, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }
}
