namespace NeuralNet.Tests;

public class WindowsTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AgreesWithTheDefinition(int seed)
    {
        var random = new System.Random(seed);
        int steps = random.Next(20, 60), length = random.Next(1, 6), stride = random.Next(1, 5), rate = random.Next(1, 4);
        int start = random.Next(5), end = random.Next(2) == 0 ? steps : steps - random.Next(3);
        Tensor series = random.Next(2) == 0 ? TestData.Normal(steps, seed) : TestData.Normal([steps, 3], seed);
        Tensor targets = TestData.Normal([random.Next(2) == 0 ? steps : steps - random.Next(10), 2], seed + 1);
        bool hasTargets = random.Next(3) > 0;
        Dataset windows = Dataset.Windows(series, length, hasTargets ? targets : null, stride, rate, start, end == steps ? null : end);

        var expected = new List<(float[] X, float[] Y)>();
        for (int first = start; first + (length - 1) * rate < end && (!hasTargets || first < targets.Shape[0]); first += stride)
        {
            float[] x = [.. Enumerable.Range(0, length).SelectMany(k => series.Row(first + k * rate).ToArray())];
            expected.Add((x, hasTargets ? targets.Row(first).ToArray() : []));
        }

        Assert.Equal(expected.Count, windows.Count);
        Check(expected, windows);
        Check([.. expected.Skip(2).Take(3)], windows.Skip(2).Take(3));
    }

    [Fact]
    public void WindowsAreShuffledAndTrainAModel()
    {
        Tensor series = TestData.Normal([200, 2], 1);
        var model = new Sequential([8, 2], seed: 1).LSTM(4).Dense(2);
        model.Compile("adam", "mse");
        Dataset data = Dataset.Windows(series.Slice(0, 192), 8, series.Slice(8, 192));
        History history = model.Fit(data.Shuffle().Batch(16), new FitOptions { Epochs = 3, Verbose = Verbosity.Silent });
        Assert.True(history["loss"][2] < history["loss"][0]);
    }

    [Fact]
    public void BadSettings()
    {
        Tensor series = TestData.Normal([10, 2], 1);
        Throws("A window of 6 elements with a distance of 2 spans 11 steps; the series has 10", () => Dataset.Windows(series, 6, samplingRate: 2));
        Throws("has no target for the first window", () => Dataset.Windows(series, 2, TestData.Normal([3, 1], 1), startIndex: 3));
        Throws("scalar", () => Dataset.Windows(new Tensor(new Shape()), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Windows(series, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Windows(series, 2, sequenceStride: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Windows(series, 2, startIndex: 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.Windows(series, 2, startIndex: 3, endIndex: 3));
    }

    private static void Check(IReadOnlyList<(float[] X, float[] Y)> expected, Dataset windows)
    {
        DatasetElement[] actual = [.. windows.Elements(seed: 3)];
        Assert.Equal(expected.Select(pair => pair.X), actual.Select(element => element.Inputs[0].ToArray()));
        Assert.Equal(expected.Select(pair => pair.Y), actual.Select(element => element.Targets.Count == 0 ? [] : element.Targets[0].ToArray()));
    }

    private static void Throws(string message, Func<object> action) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
